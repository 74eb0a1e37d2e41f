import { calculateJwkThumbprint, exportJWK, generateKeyPair } from "jose";

/** A key may sign a day after it was first published, and is published a day after it last signed. */
export const PUBLISHED_MS = 24 * 60 * 60 * 1000;

/** A private key as a JWK. What is not of RFC 7517 is for the rotation alone and never published. */
export interface RotatingKey {
  kid: string;
  /** Epoch milliseconds since which it has its present place. */
  since?: number;
  /** It has signed, and does so no more. */
  former?: true;
}

export interface KeyPlaces {
  /** Signs, and is published. */
  signing?: RotatingKey | undefined;
  /** Is published only: the one to come, or for a day the one before. */
  next?: RotatingKey | undefined;
}

/**
 * - `begun`: there was no key; now there are two.
 * - `published`: there was no other key; now there is one that verifiers learn of.
 * - `rotated`: the next key signs; the one before stays published.
 * - `retired`: the one before is gone, and another takes its place, for the next rotation.
 * - `early`: the next step has to wait until `atMs`.
 */
export type Step =
  | { did: "begun" | "published" | "rotated" | "retired" | "replaced"; keys: KeyPlaces }
  | { did: "early"; atMs: number };

/** A new key; its id is its thumbprint (RFC 7638), behind a prefix. */
export const newKey = async (prefix = ""): Promise<RotatingKey> => {
  const { privateKey } = await generateKeyPair("ES256", { extractable: true });
  const jwk = await exportJWK(privateKey);
  const thumbprint = await calculateJwkThumbprint(jwk);
  return { ...jwk, kid: `${prefix}${thumbprint.slice(0, 16)}` };
};

interface Tools {
  nowMs: number;
  fresh(): Promise<RotatingKey>;
}

/** The one next step of a rotation: which it is, the keys themselves say. */
export const nextStep = async (
  { signing, next }: KeyPlaces,
  { nowMs, fresh }: Tools,
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
export const replaced = async ({ nowMs, fresh }: Tools): Promise<Step> => {
  const drawn = async () => ({ ...(await fresh()), since: nowMs });
  return { did: "replaced", keys: { signing: await drawn(), next: await drawn() } };
};
