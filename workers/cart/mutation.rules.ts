import { sha256Hex } from "#kernel/encoding";
import type { KeyedRequest } from "#kernel/idempotency";

export const MUTATION_ID_CHARS = 16;
export const PRINT_CHARS = 8;

/** One change that a cart is asked for, and by which name it remembers to have made it. */
export interface Mutation {
  /** Of the Idempotency-Key and its scope; drawn when there is none. */
  id: string;
  /** Tells whether the same key comes with another request. */
  print: string;
  /** The whole fingerprint when a key was given: then the answer is kept. */
  fingerprint: string | null;
  /** From If-Match; NaN for a tag that was never ours. */
  expectedVersion: number | undefined;
  /** The account that asks, whose the cart is from then on; null for a guest. */
  userId: string | null;
}

/** The short name of a key, for what a cart remembers of it. */
export const keyDigest = async ({ scope, key }: Pick<KeyedRequest, "scope" | "key">) =>
  (await sha256Hex(`${scope} ${key}`)).slice(0, MUTATION_ID_CHARS);

const drawn = () => crypto.randomUUID().replaceAll("-", "").slice(0, MUTATION_ID_CHARS);

export const mutationOf = async (
  request: KeyedRequest | undefined,
  expectedVersion?: number,
  userId: string | null = null,
): Promise<Mutation> => ({
  id: request ? await keyDigest(request) : drawn(),
  print: (request?.fingerprint ?? "0".repeat(PRINT_CHARS)).slice(0, PRINT_CHARS),
  fingerprint: request?.fingerprint ?? null,
  expectedVersion,
  userId,
});
