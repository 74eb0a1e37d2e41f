import type { CartPatch } from "#contract/cart";
import { AppError, PROBLEMS, type ProblemCode } from "#kernel/errors";
import type { RedisClient, Reply, Script } from "#kernel/redis.client";
import { ANSWERS_BYTES_MAX } from "./bounds.rules";
import { answerKey, answersKey, cartKey } from "./keys";
import type { Mutation } from "./mutation.rules";
import { type CartAnswer, type KeptAnswer, REMOVED } from "./replay.rules";
import {
  ADD_LINE,
  ANSWER_TTL_MS,
  AWAIT,
  COMPLETE,
  CREATE,
  FREEZE,
  KEEP,
  PATCH,
  PEEK,
  REMOVE,
  SET_LINE,
  THAW,
} from "./scripts.rules";
import { decodeCart, type LineContent, type StoredCart } from "./stored-cart.rules";

/**
 * The keys, and with them the schema.
 *
 * | key                   | type   | lives                     | holds                                         |
 * |-----------------------|--------|---------------------------|-----------------------------------------------|
 * | `cart:<id>`           | hash   | 30 d after its last change | one cart, see below                          |
 * | `cart:<id>:a:<digest>`| string | 7 d                       | KeptAnswer as JSON, by Idempotency-Key        |
 * | `cart:<id>:answers`   | zset   | 7 d after its last change | the digests above, by the second they are of  |
 * | `carts:<user>`        | zset   | 30 d after its last change | ids of carts, by the second of their last change |
 * | `gone:<user>`         | string | 1 h                       | nothing: the account is erased, see people.store.ts |
 *
 * | field of a cart                  | holds                                                             |
 * |----------------------------------|-------------------------------------------------------------------|
 * | `version`                        | grows with each change that its shopper sees                      |
 * | `status`                         | `open`, `placing`, `completed`                                    |
 * | `currency` `country`             | country only when it was given                                    |
 * | `user`                           | the account whose it is; absent while only guests have changed it |
 * | `email` `note` `shippingOptionId`| text; absent when not given                                       |
 * | `shippingAddress` `billingAddress`| JSON of an Address; absent when not given                        |
 * | `q:<lineId>`                     | quantity                                                          |
 * | `l:<lineId>`                     | JSON of LineContent, which no script reads                        |
 * | `lines`                          | how many there are                                                |
 * | `touched`                        | second of the last change, by the clock of Redis                  |
 * | `mutations`                      | `<id>:<print> ` of the last 64 mutations                          |
 * | `placingKey` `placingSince`      | while placing: digest of the order's key, second of the freeze    |
 * | `orderId`                        | the order it waits for or has become                              |
 * | `tried`                          | `<digest> ` of the last 8 keys that orders were placed under      |
 * | `declines` `pausedUntil`         | declined payments, and the second before which none is tried      |
 */

/** What came of a change, with the cart as it is now; `answered` when its answer is known already. */
export type Changed =
  | { state: "applied" | "again" | "open" | "other_currency"; cart: StoredCart }
  | { state: "answered"; answer: CartAnswer }
  | { state: "removed" };

/** `again` and `held` come for a key under which it was frozen before; `held` when it still is. */
export type Frozen =
  | { state: "frozen" | "again" | "held"; cart: StoredCart }
  | { state: "missing" | "busy" | "completed" }
  | { state: "paused"; leftSeconds: number };

/** What a cart begins with. */
export interface NewStoredCart {
  currency: string;
  country: string | null;
  lines: ({ id: string; quantity: number } & LineContent)[];
}

/** Longer than a call and its second try take. */
const REMOVAL_TTL_MS = 10_000;

const bytesOf = (text: string) => new TextEncoder().encode(text).length;

const ADDRESSES: readonly string[] = ["shippingAddress", "billingAddress"];

const isProblem = (code: string): code is ProblemCode => Object.hasOwn(PROBLEMS, code);

/** A version nobody has stands for a tag that was never ours. */
const versionArg = (expected: number | undefined) =>
  expected === undefined ? "" : Number.isNaN(expected) ? "-1" : String(expected);

const fieldsOf = ({ currency, country, lines }: NewStoredCart): string[] => [
  ...["status", "open", "currency", currency, "lines", String(lines.length)],
  ...(country === null ? [] : ["country", country]),
  ...lines.flatMap(({ id, quantity, ...content }) => [
    ...[`q:${id}`, String(quantity), `l:${id}`, JSON.stringify(content)],
  ]),
];

/** What a patch sets and clears, as the arguments of its script. */
const patchArgs = (patch: CartPatch): string[] => {
  const set: string[] = [];
  const clear: string[] = [];
  for (const [field, value] of Object.entries(patch)) {
    if (value === null) clear.push(field);
    else if (value !== undefined)
      set.push(field, ADDRESSES.includes(field) ? JSON.stringify(value) : String(value));
  }
  return [String(set.length), ...set, ...clear];
};

/** A cart that was deleted no longer says whose it was; its kept answers do. */
const keptAnswer = (json: string, mutation: Mutation): CartAnswer => {
  const { fingerprint, userId = null, ...answer } = JSON.parse(json) as KeptAnswer;
  if (userId !== null && userId !== mutation.userId) throw new AppError("not_found");
  if (fingerprint !== mutation.fingerprint) throw new AppError("idempotency_key_reused");
  return answer;
};

/** Carts in Redis: each method is one round trip. Refusals are thrown by their code. */
export const cartStore = (redis: RedisClient) => {
  const run = async (script: Script, cartId: string, args: string[], moreKeys: string[] = []) => {
    const reply = await redis.run(script, [cartKey(cartId), ...moreKeys], args);
    const [code, held] = reply as [string, Reply?];
    if (isProblem(code)) throw new AppError(code);
    return { code, held };
  };

  const change = async (
    script: Script,
    cartId: string,
    mutation: Mutation,
    args: string[],
  ): Promise<Changed> => {
    const common = [mutation.id, mutation.print, mutation.userId ?? ""];
    const keeps = mutation.fingerprint !== null || script === REMOVE;
    const moreKeys = keeps ? [answerKey(cartId, mutation.id)] : [];
    const { code, held } = await run(script, cartId, [...common, ...args], moreKeys);
    if (code === "answered") return { state: code, answer: keptAnswer(held as string, mutation) };
    if (code === "removed") return { state: code };
    const state = code as "applied" | "again" | "open" | "other_currency";
    return { state, cart: decodeCart(cartId, held as string[]) };
  };

  /** For scripts after which nobody asks; a cart that is gone by now is no failure. */
  const unlessGone = async (work: Promise<unknown>) => {
    try {
      await work;
    } catch (err) {
      if ((err as AppError).code !== "not_found") throw err;
    }
  };

  return {
    ping: redis.ping,

    async read(cartId: string): Promise<StoredCart | undefined> {
      const flat = (await redis.command("HGETALL", cartKey(cartId))) as string[];
      return flat.length > 0 ? decodeCart(cartId, flat) : undefined;
    },

    /** An id that exists came of the same key: it answers `again`. */
    create: (cartId: string, cart: NewStoredCart, mutation: Mutation) =>
      change(CREATE, cartId, mutation, fieldsOf(cart)),

    /** What a change would find: `open`, or what came of this mutation before. Changes nothing. */
    peek: (cartId: string, mutation: Mutation) =>
      change(PEEK, cartId, mutation, [versionArg(mutation.expectedVersion)]),

    /** `other_currency` and nothing added when the cart does not count in this one. */
    addLine: (
      cartId: string,
      line: { id: string; quantity: number; currency: string; content: LineContent },
      mutation: Mutation,
    ) =>
      change(ADD_LINE, cartId, mutation, [
        versionArg(mutation.expectedVersion),
        line.currency,
        String(line.quantity),
        `l:${line.id}`,
        JSON.stringify(line.content),
      ]),

    setLine: (cartId: string, lineId: string, quantity: number, mutation: Mutation) =>
      change(SET_LINE, cartId, mutation, [
        versionArg(mutation.expectedVersion),
        lineId,
        String(quantity),
      ]),

    patch: (cartId: string, patch: CartPatch, mutation: Mutation) =>
      change(PATCH, cartId, mutation, [versionArg(mutation.expectedVersion), ...patchArgs(patch)]),

    /** Nothing of the cart is left to remember its removal, so the answer does, key or not. */
    remove(cartId: string, mutation: Mutation) {
      const { fingerprint, userId } = mutation;
      const kept = JSON.stringify({ ...REMOVED, fingerprint, userId });
      const ttlMs = fingerprint === null ? REMOVAL_TTL_MS : ANSWER_TTL_MS;
      const args = [versionArg(mutation.expectedVersion), kept, String(ttlMs)];
      return change(REMOVE, cartId, mutation, args);
    },

    /** Keeps the answer of a keyed mutation; the first one to be kept stays. */
    async keepAnswer(cartId: string, mutation: Mutation, answer: CartAnswer) {
      const { fingerprint, userId } = mutation;
      const kept = JSON.stringify({ ...answer, fingerprint, userId });
      if (bytesOf(kept) > ANSWERS_BYTES_MAX) return;
      const places = [answerKey(cartId, mutation.id), answersKey(cartId)];
      await run(KEEP, cartId, [kept, mutation.id], places);
    },

    /** Holds the cart for the placement under this key. */
    async freeze(
      cartId: string,
      keyDigest: string,
      expected: number | undefined,
      userId: string | null = null,
    ): Promise<Frozen> {
      const args = [keyDigest, versionArg(expected), userId ?? ""];
      const { code, held } = await run(FREEZE, cartId, args);
      if (code === "paused") return { state: code, leftSeconds: Number(held) };
      if (code === "missing" || code === "busy" || code === "completed") return { state: code };
      const state = code as "frozen" | "again" | "held";
      return { state, cart: decodeCart(cartId, held as string[]) };
    },

    /** Opens the cart if this key's placement still holds it, and counts its payment if declined. */
    async thaw(cartId: string, keyDigest: string, declined = false) {
      await unlessGone(run(THAW, cartId, ["placingKey", keyDigest, declined ? "declined" : ""]));
    },

    /** Opens the cart if it waits for this order, and counts its payment if that was declined. */
    async thawFromOrder(cartId: string, orderId: string, declined = false) {
      await unlessGone(run(THAW, cartId, ["orderId", orderId, declined ? "declined" : ""]));
    },

    /** The placement under this key has made an order, and the cart waits for what becomes of it. */
    async awaitOrder(cartId: string, keyDigest: string, orderId: string) {
      await unlessGone(run(AWAIT, cartId, [keyDigest, orderId]));
    },

    /** The cart has become this order; what was not bought stays in it. */
    async complete(cartId: string, orderId: string, bought: { id: string; quantity: number }[]) {
      const lines = bought.flatMap(({ id, quantity }) => [id, String(quantity)]);
      await unlessGone(run(COMPLETE, cartId, [orderId, ...lines]));
    },
  };
};
export type CartStore = ReturnType<typeof cartStore>;
