import { calculateJwkThumbprint, exportJWK, generateKeyPair } from "jose";

/** How long a key is published before it may sign, and after it last signed: a day. */
export const PUBLISHED_MS = 24 * 60 * 60 * 1000;

/**
 * A private signing key as a JWK. The members outside RFC 7517 are for the rotation only, and never
 * published.
 */
export interface RotatingKey {
  kid: string;
  /** The time of the key's last change of role, in epoch milliseconds. */
  since?: number;
  /** True for a key that no longer signs. */
  former?: true;
}

export interface KeyPlaces {
  /** The key that signs access tokens. Its public key is published. */
  signing?: RotatingKey | undefined;
  /** The key that is published and does not sign: the future key, or for a day the former key. */
  next?: RotatingKey | undefined;
}

/**
 * - `begun`: made two keys, because there were none.
 * - `published`: made and published a next key, because there was none yet.
 * - `rotated`: the next key signs; the former one stays published.
 * - `retired`: removed the former key, and published a new next key.
 * - `early`: the next step has to wait until `atMs`.
 */
export type Step =
  | { did: "begun" | "published" | "rotated" | "retired" | "replaced"; keys: KeyPlaces }
  | { did: "early"; atMs: number };

/** Returns a new key. Its id is a prefix followed by its thumbprint (RFC 7638). */
export const newKey = async (prefix = ""): Promise<RotatingKey> => {
  const { privateKey } = await generateKeyPair("ES256", { extractable: true });
  const jwk = await exportJWK(privateKey);
  const thumbprint = await calculateJwkThumbprint(jwk);
  return { ...jwk, kid: `${prefix}${thumbprint.slice(0, 16)}` };
};

interface Dependencies {
  nowMs: number;
  fresh(): Promise<RotatingKey>;
}

/** Returns the next step of a key rotation, which depends on the present keys. */
export const nextStep = async (
  { signing, next }: KeyPlaces,
  { nowMs, fresh }: Dependencies,
): Promise<Step> => {
  const drawn = async () => ({ ...(await fresh()), since: nowMs });
  if (!signing) return { did: "begun", keys: { signing: await drawn(), next: await drawn() } };
  if (!next) return { did: "published", keys: { signing, next: await drawn() } };
  if (next.since === undefined) {
    return { did: "published", keys: { signing, next: { ...next, since: nowMs } } };
  }
  const atMs = next.since + PUBLISHED_MS;
  if (nowMs < atMs) return { did: "early", atMs };
  if (next.former) return { did: "retired", keys: { signing, next: await drawn() } };
  const former: RotatingKey = { ...signing, since: nowMs, former: true };
  return { did: "rotated", keys: { signing: { ...next, since: nowMs }, next: former } };
};

/** Returns two new keys that replace a leaked key, so that the leaked key is no longer published. */
export const replaced = async ({ nowMs, fresh }: Dependencies): Promise<Step> => {
  const drawn = async () => ({ ...(await fresh()), since: nowMs });
  return { did: "replaced", keys: { signing: await drawn(), next: await drawn() } };
};
