import type { Database } from "bun:sqlite";
import { invalidRequest, Refusal } from "./refusal";

const KEPT_MS = 24 * 60 * 60 * 1000;
const KEY_CHARACTERS_MAX = 255;

/** An answer as it is stored, and as it is given again. */
export interface Answer {
  status: number;
  body: string;
  /** The request that was first answered so. */
  requestId: string;
}

/** What a key was first used for. */
export interface Use {
  key: string;
  endpoint: string;
  /** Stands for the parameters. */
  fingerprint: string;
}

interface Kept extends Use {
  status: number;
  body: string;
  request_id: string;
  at: number;
}

const mismatch = (message: string) => new Refusal(400, { type: "idempotency_error", message });

const otherKey = ({ key }: Use) =>
  `Try using a key other than '${key}' if you meant to execute a different request.`;

const checkSame = (kept: Kept, use: Use) => {
  if (kept.endpoint !== use.endpoint) {
    throw mismatch(
      `Keys for idempotent requests can only be used for the same endpoint they were first used for ('${kept.endpoint}'). ${otherKey(use)}`,
    );
  }
  if (kept.fingerprint !== use.fingerprint) {
    throw mismatch(
      `Keys for idempotent requests can only be used with the same parameters they were first used with. ${otherKey(use)}`,
    );
  }
};

/** Remembers answers by key for 24 hours, and which keys are being worked on. */
export const idempotencyKeys = (db: Database, clock: () => number) => {
  const inFlight = new Set<string>();
  const kept = db.query<Kept, [string]>("SELECT * FROM idempotency_keys WHERE key = ?");
  const keep = db.query("INSERT OR REPLACE INTO idempotency_keys VALUES (?, ?, ?, ?, ?, ?, ?)");
  db.query("DELETE FROM idempotency_keys WHERE at < ?").run(clock() - KEPT_MS);

  return {
    /** The answer this key already got; refuses a key that means something else, or is in use. */
    find(use: Use): Answer | undefined {
      if (use.key.length > KEY_CHARACTERS_MAX) {
        throw invalidRequest(`Idempotency keys can have up to ${KEY_CHARACTERS_MAX} characters.`);
      }
      if (inFlight.has(use.key)) {
        throw new Refusal(409, {
          type: "idempotency_error",
          code: "idempotency_key_in_use",
          message: `There is currently another in-progress request using this Idempotent Key (that probably means you submitted twice, and the other request is still going through): ${use.key}. Please try again later.`,
        });
      }
      const found = kept.get(use.key);
      if (!found || found.at < clock() - KEPT_MS) return undefined;
      checkSame(found, use);
      return { status: found.status, body: found.body, requestId: found.request_id };
    },
    keep({ key, endpoint, fingerprint }: Use, { status, body, requestId }: Answer) {
      keep.run(key, endpoint, fingerprint, status, body, requestId, clock());
    },
    /** Holds the key for as long as the work takes. */
    async holding<T>({ key }: Use, work: () => Promise<T>): Promise<T> {
      inFlight.add(key);
      try {
        return await work();
      } finally {
        inFlight.delete(key);
      }
    },
  };
};
export type IdempotencyKeys = ReturnType<typeof idempotencyKeys>;
