import { sha256Hex } from "#kernel/encoding";
import type { KeyedRequest } from "#kernel/mutations/idempotency";

export const MUTATION_ID_CHARS = 16;
export const FINGERPRINT_PREFIX_CHARS = 8;

/** One change of a cart, with the values by which the cart applies it only once. */
export interface Mutation {
  /** Digest of the Idempotency-Key and its scope; random without a key. */
  id: string;
  /** Detects the same key with another body. */
  fingerprintPrefix: string;
  /** The whole fingerprint if there is a key; the answer is then stored. */
  fingerprint: string | null;
  /** The version of If-Match; NaN if the tag is not from this shop. */
  expectedVersion: number | undefined;
  /** The new owner of the cart. Null for guests, who do not change the owner. */
  userId: string | null;
}

/** Returns a short digest of a key and its scope, as the cart stores it. */
export const keyDigest = async ({ scope, key }: Pick<KeyedRequest, "scope" | "key">) =>
  (await sha256Hex(`${scope} ${key}`)).slice(0, MUTATION_ID_CHARS);

interface MutationInput {
  request: KeyedRequest | undefined;
  /** The id of a mutation without a key. */
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
