import { ANSWERS_BYTES_MAX } from "#cart/bounds.rules";
import type { Mutation } from "#cart/mutation.rules";
import { type CartAnswer, REMOVED, type StoredAnswer } from "#cart/replay.rules";
import { ANSWER_TTL_MS } from "#cart/scripts.rules";
import { type ScriptCall, scriptRunner, versionArg } from "#cart/scripts.store";
import {
  answerKey,
  answersKey,
  cartKey,
  decodeCart,
  type LineContent,
  type NewStoredLine,
  type StoredCart,
} from "#cart/stored-cart.rules";
import type { CartPatch } from "#contract/cart";
import { AppError } from "#kernel/errors";
import type { RedisClient } from "#kernel/vendors/redis.client";

/**
 * The outcome of a cart's change, with the cart after the change. `answered` means that an earlier request
 * has stored the answer.
 */
export type Changed =
  | { state: "applied" | "again" | "open" | "other_terms"; cart: StoredCart }
  | { state: "answered"; answer: CartAnswer }
  | { state: "removed" };

interface NewStoredCart {
  currency: string;
  country: string | null;
  lines: NewStoredLine[];
}

interface StoredAddition {
  id: string;
  quantity: number;
  currency: string;
  /** The country that the price depends on, null for none chosen; missing if it depends on none. */
  country?: string | null;
  content: LineContent;
}

/**
 * How long the answer to a removal without an idempotency key is stored: longer than a call and its retry
 * take.
 */
const REMOVAL_TTL_MS = 10_000;

const ADDRESSES: readonly string[] = ["shippingAddress", "billingAddress"];

const bytesOf = (text: string) => new TextEncoder().encode(text).length;

const fieldsOf = ({ currency, country, lines }: NewStoredCart): string[] => [
  "status",
  "open",
  "currency",
  currency,
  "lines",
  String(lines.length),
  ...(country === null ? [] : ["country", country]),
  ...lines.flatMap(({ id, quantity, ...content }) => [
    `q:${id}`,
    String(quantity),
    `l:${id}`,
    JSON.stringify(content),
  ]),
];

/** Returns the cart fields to set and to delete, as arguments of the Lua script `patch`. */
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

/** Checks the owner again, because a deleted cart has no owner but still has stored answers. */
const storedAnswer = (json: string, mutation: Mutation): CartAnswer => {
  const { fingerprint, userId = null, ...answer } = JSON.parse(json) as StoredAnswer;
  if (userId !== null && userId !== mutation.userId) throw new AppError("not_found");
  if (fingerprint !== mutation.fingerprint) throw new AppError("idempotency_key_reused");
  return answer;
};

/** Stores carts in Redis. Each method is one round trip and throws an AppError when a script refuses. */
export const cartStore = (redis: RedisClient) => {
  const run = scriptRunner(redis);

  const change = async (
    script: ScriptCall["script"],
    cartId: string,
    { mutation, args }: { mutation: Mutation; args: string[] },
  ): Promise<Changed> => {
    const common = [mutation.id, mutation.fingerprintPrefix, mutation.userId ?? ""];
    const storesAnswer = mutation.fingerprint !== null || script === "remove";
    const keys = storesAnswer ? [answerKey(cartId, mutation.id)] : [];
    const { code, value } = await run({ script, cartId, args: [...common, ...args], keys });
    if (code === "answered")
      return { state: code, answer: storedAnswer(value as string, mutation) };
    if (code === "removed") return { state: code };
    const state = code as "applied" | "again" | "open" | "other_terms";
    return { state, cart: decodeCart(cartId, value as string[]) };
  };

  return {
    ping: redis.ping,

    async read(cartId: string): Promise<StoredCart | undefined> {
      const flat = (await redis.command("HGETALL", cartKey(cartId))) as string[];
      return flat.length > 0 ? decodeCart(cartId, flat) : undefined;
    },

    /**
     * Creates a cart. Returns `again` if the cart exists, because an earlier request had the same
     * idempotency key.
     */
    create: (cartId: string, cart: NewStoredCart, mutation: Mutation) =>
      change("create", cartId, { mutation, args: fieldsOf(cart) }),

    /** Returns `open` if the mutation can be applied, or its earlier outcome. Changes nothing. */
    peek: (cartId: string, mutation: Mutation) =>
      change("peek", cartId, { mutation, args: [versionArg(mutation.expectedVersion)] }),

    /**
     * Adds a line to a cart. Returns `other_terms` and adds nothing if the cart has another currency, or another
     * country than the price depends on.
     */
    addLine: (cartId: string, line: StoredAddition, mutation: Mutation) =>
      change("addLine", cartId, {
        mutation,
        args: [
          versionArg(mutation.expectedVersion),
          line.currency,
          String(line.quantity),
          `l:${line.id}`,
          JSON.stringify(line.content),
          line.country === undefined ? "*" : (line.country ?? ""),
        ],
      }),

    setLine: (cartId: string, line: { lineId: string; quantity: number }, mutation: Mutation) =>
      change("setLine", cartId, {
        mutation,
        args: [versionArg(mutation.expectedVersion), line.lineId, String(line.quantity)],
      }),

    patch: (cartId: string, patch: CartPatch, mutation: Mutation) =>
      change("patch", cartId, {
        mutation,
        args: [versionArg(mutation.expectedVersion), ...patchArgs(patch)],
      }),

    /**
     * Deletes a cart. Stores the answer even without an idempotency key, because a retry no longer finds
     * the cart.
     */
    remove(cartId: string, mutation: Mutation) {
      const { fingerprint, userId } = mutation;
      const answer = JSON.stringify({ ...REMOVED, fingerprint, userId });
      const ttlMs = fingerprint === null ? REMOVAL_TTL_MS : ANSWER_TTL_MS;
      const args = [versionArg(mutation.expectedVersion), answer, String(ttlMs)];
      return change("remove", cartId, { mutation, args });
    },

    /**
     * Stores the answer to a mutation with an idempotency key, unless the answer is too large. A stored
     * answer is not replaced.
     */
    async keepAnswer(cartId: string, mutation: Mutation, answer: CartAnswer) {
      const { fingerprint, userId } = mutation;
      const text = JSON.stringify({ ...answer, fingerprint, userId });
      if (bytesOf(text) > ANSWERS_BYTES_MAX) return;
      const keys = [answerKey(cartId, mutation.id), answersKey(cartId)];
      await run({ script: "keepAnswer", cartId, args: [text, mutation.id], keys });
    },
  };
};
export type CartStore = ReturnType<typeof cartStore>;
