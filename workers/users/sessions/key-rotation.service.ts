import { calculateJwkThumbprint, exportJWK, generateKeyPair } from "jose";

/**
 * A key may sign a day after its publication, and stays published for a day after it last signed.
 */
export const PUBLISHED_MS = 24 * 60 * 60 * 1000;

/**
 * A private key as a JWK. Members outside RFC 7517 are for the rotation only and never published.
 */
export interface RotatingKey {
  kid: string;
  /** Epoch milliseconds of its last change of role. */
  since?: number;
  /** True for a key that no longer signs. */
  former?: true;
}

export interface KeyPlaces {
  /** The key that signs. It is published too. */
  signing?: RotatingKey | undefined;
  /** Published only: the future key, or for a day the former one. */
  next?: RotatingKey | undefined;
}

/**
 * - `begun`: made two keys, because there was none.
 * - `published`: made and published a next key, because there was none.
 * - `rotated`: the next key signs; the former one stays published.
 * - `retired`: removed the former key, and published a new next one.
 * - `early`: the next step has to wait until `atMs`.
 */
export type Step =
  | { did: "begun" | "published" | "rotated" | "retired" | "replaced"; keys: KeyPlaces }
  | { did: "early"; atMs: number };

/** Makes a key. Its id is its thumbprint (RFC 7638) behind a prefix. */
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

/** Takes the next step of a rotation, which follows from the keys. */
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

/** Returns two new keys in place of a leaked one, which is no longer published. */
export const replaced = async ({ nowMs, fresh }: Dependencies): Promise<Step> => {
  const drawn = async () => ({ ...(await fresh()), since: nowMs });
  return { did: "replaced", keys: { signing: await drawn(), next: await drawn() } };
};
