import { sha256Hex } from "#kernel/encoding";
import type { KeyedRequest } from "#kernel/mutations/idempotency";

export const MUTATION_ID_CHARS = 16;
export const FINGERPRINT_PREFIX_CHARS = 8;

/** One change of a cart, with the values that make sure that it is applied only once. */
export interface Mutation {
  /** Digest of the idempotency key and its scope; a random value without a key. */
  id: string;
  /**
   * The start of the body's fingerprint, which detects an idempotency key that is reused with a different
   * body.
   */
  fingerprintPrefix: string;
  /** The whole fingerprint if there is an idempotency key, so that the answer is stored; otherwise null. */
  fingerprint: string | null;
  /** The cart's version in the If-Match header; NaN if the entity tag is not from this shop. */
  expectedVersion: number | undefined;
  /** The new owner of the cart. Null for guests, who do not change the owner. */
  userId: string | null;
}

/** Returns a short digest of an idempotency key and its scope, as the cart stores it. */
export const keyDigest = async ({ scope, key }: Pick<KeyedRequest, "scope" | "key">) =>
  (await sha256Hex(`${scope} ${key}`)).slice(0, MUTATION_ID_CHARS);

interface MutationInput {
  request: KeyedRequest | undefined;
  /** Returns a random id for a mutation without an idempotency key. */
  randomId: string;
  expectedVersion?: number | undefined;
  userId?: string | null;
}

export const mutationOf = async (input: MutationInput): Promise<Mutation> => {
  const { request, randomId, expectedVersion, userId = null } = input;
  const fingerprint = request?.fingerprint ?? null;
  return {
    id: request ? await keyDigest(request) : randomId,
    fingerprintPrefix: (fingerprint ?? "0".repeat(FINGERPRINT_PREFIX_CHARS)).slice(
      0,
      FINGERPRINT_PREFIX_CHARS,
    ),
    fingerprint,
    expectedVersion,
    userId,
  };
};
