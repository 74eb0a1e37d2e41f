import type { Database } from "bun:sqlite";
import { invalidRequest, Refusal } from "./refusal";

const KEY_TTL_MS = 24 * 60 * 60 * 1000;
const KEY_CHARACTERS_MAX = 255;

/** An answer as it is stored and replayed. */
export interface Answer {
  status: number;
  body: string;
  /** The id of the request that was answered first. */
  requestId: string;
}

/** The call that a key was first used for. */
export interface Use {
  key: string;
  endpoint: string;
  /** A hash of the parameters. */
  fingerprint: string;
}

interface StoredKey extends Use {
  status: number;
  body: string;
  request_id: string;
  at: number;
}

const mismatch = (message: string) => new Refusal(400, { type: "idempotency_error", message });

const otherKey = ({ key }: Use) =>
  `Try using a key other than '${key}' if you meant to execute a different request.`;

const checkSame = (stored: StoredKey, use: Use) => {
  if (stored.endpoint !== use.endpoint) {
    throw mismatch(
      `Keys for idempotent requests can only be used for the same endpoint they were first used for ('${stored.endpoint}'). ${otherKey(use)}`,
    );
  }
  if (stored.fingerprint !== use.fingerprint) {
    throw mismatch(
      `Keys for idempotent requests can only be used with the same parameters they were first used with. ${otherKey(use)}`,
    );
  }
};

/** Stores answers by idempotency key for 24 hours, and tracks the keys of running calls. */
export const idempotencyKeys = (db: Database, clock: () => number) => {
  const inFlight = new Set<string>();
  const stored = db.query<StoredKey, [string]>("SELECT * FROM idempotency_keys WHERE key = ?");
  const insertion = db.query(
    "INSERT OR REPLACE INTO idempotency_keys VALUES (?, ?, ?, ?, ?, ?, ?)",
  );
  db.query("DELETE FROM idempotency_keys WHERE at < ?").run(clock() - KEY_TTL_MS);

  return {
    /** Returns the stored answer of a key. Throws if the key belongs to another call or its call still runs. */
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
      const found = stored.get(use.key);
      if (!found || found.at < clock() - KEY_TTL_MS) return undefined;
      checkSame(found, use);
      return { status: found.status, body: found.body, requestId: found.request_id };
    },
    store({ key, endpoint, fingerprint }: Use, { status, body, requestId }: Answer) {
      insertion.run(key, endpoint, fingerprint, status, body, requestId, clock());
    },
    /** Marks the key as in use while the work runs. */
    async whileInUse<T>({ key }: Use, work: () => Promise<T>): Promise<T> {
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
