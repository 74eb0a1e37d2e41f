import type { Database } from "bun:sqlite";
import { badRequest, Refusal } from "./refusal";

/** The header of a refund's key: https://razorpay.com/docs/api/refunds/normal-refunds-idempotent */
export const REFUND_KEY_HEADER = "x-refund-idempotency";

const KEY = /^[A-Za-z0-9_-]*$/;
const KEY_CHARACTERS_MIN = 10;

/** The call that a key was first used for. */
export interface Use {
  key: string;
  /** A hash of the path and body. */
  fingerprint: string;
}

interface StoredAnswer {
  fingerprint: string;
  status: number;
  body: string;
}

const checkKey = (key: string) => {
  if (key.length < KEY_CHARACTERS_MIN)
    throw badRequest("The idempotency key must be at least 10 characters long.");
  if (!KEY.test(key))
    throw badRequest(
      "The idempotency key must only contain alphanumeric characters, underscores, and hyphens",
    );
};

/** Returns what identifies a refund; undefined if it was sent without a key. */
export const useOf = (key: string | undefined, path: string, body: string): Use | undefined => {
  if (key === undefined) return undefined;
  checkKey(key);
  const fingerprint = new Bun.CryptoHasher("sha256").update(`${path}\n${body}`).digest("hex");
  return { key, fingerprint };
};

/** Stores the answers of refunds by their keys. */
export const idempotencyKeys = (db: Database) => {
  const row = db.query<StoredAnswer, [string]>(
    "SELECT fingerprint, status, body FROM idempotency_keys WHERE key = ?",
  );
  const insertion = db.query(
    "INSERT INTO idempotency_keys (key, fingerprint, status, body) VALUES (?, ?, ?, ?)",
  );
  return {
    /** Returns the answer to the first call with this key. Throws if that call was another one. */
    find({ key, fingerprint }: Use) {
      const stored = row.get(key);
      if (stored && stored.fingerprint !== fingerprint)
        throw new Refusal(409, {
          code: "BAD_REQUEST_ERROR",
          description:
            "Different request with the same idempotency key has already been processed.",
        });
      return stored ?? undefined;
    },
    store({ key, fingerprint }: Use, status: number, body: string) {
      insertion.run(key, fingerprint, status, body);
    },
  };
};
export type IdempotencyKeys = ReturnType<typeof idempotencyKeys>;
