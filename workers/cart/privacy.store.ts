import {
  accountKey,
  answerKey,
  answersKey,
  cartKey,
  decodeCart,
  erasedKey,
  type StoredCart,
} from "#cart/stored-cart.rules";
import type { RedisClient } from "#kernel/vendors/redis.client";

/** The number of carts that are read or deleted at a time. */
const BATCH_SIZE = 25;
/** How long an account stays marked as erased: longer than an access token is valid. */
const ERASED_TTL_MS = 60 * 60 * 1000;

/** Reads and deletes the carts of an account, under the Redis keys of stored-cart.rules.ts. */
export const privacyStore = (redis: RedisClient) => {
  const firstBatch = async (userId: string) =>
    (await redis.command("ZRANGE", accountKey(userId), 0, BATCH_SIZE - 1)) as string[];

  const read = async (cartId: string): Promise<StoredCart[]> => {
    const flat = (await redis.command("HGETALL", cartKey(cartId))) as string[];
    return flat.length > 0 ? [decodeCart(cartId, flat)] : [];
  };

  /**
   * Deletes the carts before their stored answers. An answer is only stored while its cart exists, so none
   * is added between the two steps.
   */
  const remove = async (userId: string, [first = "", ...rest]: string[]) => {
    await redis.command("DEL", cartKey(first), ...rest.map(cartKey));
    const answers = await Promise.all(
      [first, ...rest].map(async (cartId) => {
        const stored = (await redis.command("ZRANGE", answersKey(cartId), 0, -1)) as string[];
        return [answersKey(cartId), ...stored.map((mutationId) => answerKey(cartId, mutationId))];
      }),
    );
    await redis.command("DEL", ...(answers.flat() as [string, ...string[]]));
    await redis.command("ZREM", accountKey(userId), first, ...rest);
  };

  return {
    /** Returns the carts of an account, the most recently changed one last. */
    async carts(userId: string): Promise<StoredCart[]> {
      const cartIds = (await redis.command("ZRANGE", accountKey(userId), 0, -1)) as string[];
      const carts: StoredCart[] = [];
      for (let start = 0; start < cartIds.length; start += BATCH_SIZE) {
        const batch = await Promise.all(cartIds.slice(start, start + BATCH_SIZE).map(read));
        carts.push(...batch.flat());
      }
      return carts;
    },

    /**
     * Deletes the carts of an account and their stored answers. Marks the account as erased first. The mark
     * outlives all access tokens, so the account cannot create carts afterwards. Safe to repeat.
     */
    async erase(userId: string) {
      await redis.command("SET", erasedKey(userId), "1", "PX", ERASED_TTL_MS);
      for (let ids = await firstBatch(userId); ids.length > 0; ids = await firstBatch(userId)) {
        await remove(userId, ids);
      }
    },
  };
};
export type PrivacyStore = ReturnType<typeof privacyStore>;
