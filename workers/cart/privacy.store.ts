import type { RedisClient } from "#kernel/redis.client";
import { accountKey, answerKey, answersKey, cartKey, goneKey } from "./keys";
import { decodeCart, type StoredCart } from "./stored-cart.rules";

/** How many carts one step reads or deletes. */
const AT_ONCE = 25;
/** Longer than any access token that was given out before is good for. */
const GONE_TTL_MS = 60 * 60 * 1000;

/** The carts that accounts have changed; the keys are those of store.ts. */
export const peopleStore = (redis: RedisClient) => {
  const some = async (userId: string) =>
    (await redis.command("ZRANGE", accountKey(userId), 0, AT_ONCE - 1)) as string[];

  const cart = async (cartId: string): Promise<StoredCart[]> => {
    const flat = (await redis.command("HGETALL", cartKey(cartId))) as string[];
    return flat.length > 0 ? [decodeCart(cartId, flat)] : [];
  };

  /** First the carts: an answer is kept only beside its cart, so from then on none is added. */
  const remove = async (userId: string, [first = "", ...rest]: string[]) => {
    await redis.command("DEL", cartKey(first), ...rest.map(cartKey));
    const answers = await Promise.all(
      [first, ...rest].map(async (cartId) => {
        const kept = (await redis.command("ZRANGE", answersKey(cartId), 0, -1)) as string[];
        return [answersKey(cartId), ...kept.map((mutationId) => answerKey(cartId, mutationId))];
      }),
    );
    await redis.command("DEL", ...(answers.flat() as [string, ...string[]]));
    await redis.command("ZREM", accountKey(userId), first, ...rest);
  };

  return {
    /** The carts of an account, those changed last at the end. */
    async carts(userId: string): Promise<StoredCart[]> {
      const cartIds = (await redis.command("ZRANGE", accountKey(userId), 0, -1)) as string[];
      const carts: StoredCart[] = [];
      for (let at = 0; at < cartIds.length; at += AT_ONCE) {
        const read = await Promise.all(cartIds.slice(at, at + AT_ONCE).map(cart));
        carts.push(...read.flat());
      }
      return carts;
    },

    /**
     * Deletes the carts of an account and the answers that were kept for them. From then on the account
     * begins none, for as long as somebody may hold an access token of it. Can be repeated at will.
     */
    async forget(userId: string) {
      await redis.command("SET", goneKey(userId), "1", "PX", GONE_TTL_MS);
      for (let ids = await some(userId); ids.length > 0; ids = await some(userId)) {
        await remove(userId, ids);
      }
    },
  };
};
export type PeopleStore = ReturnType<typeof peopleStore>;
