import { and, eq, isNull, type SQL, sql } from "drizzle-orm";
import type { Database } from "#db/client";
import type { IdempotencyTable } from "#db/columns";
import { canonicalJson, sha256Hex } from "#kernel/encoding";
import { AppError } from "#kernel/errors";
import { log } from "#kernel/log";
import { databaseNowMs, expectChanges, violatesGuard, violatesUnique } from "#kernel/sql";

/**
 * How long a running request blocks others with the same idempotency key. A client repeats its request for
 * 30 seconds, so it still gets its answer if the process of the first one has died.
 */
export const LEASE_MS = 12_000;
/** How long a stored answer can be replayed. */
export const ANSWER_KEPT_MS = 7 * 24 * 60 * 60 * 1000;

const VISIBLE_ASCII = /^[\x21-\x7e]{8,255}$/;

/** An Idempotency-Key with its scope and the fingerprint of its request. */
export interface KeyedRequest {
  /** Principal, method and path. The same idempotency key in another scope is independent. */
  scope: string;
  key: string;
  /** SHA-256 of method, path and canonical body. */
  fingerprint: string;
}

/** A stored answer. `body` is the exact text that was sent. */
export interface Answer {
  status: number;
  body: string;
  /** Headers of the first response only; they are not stored. */
  headers?: Record<string, string>;
}

interface KeyedInput {
  principal: string;
  method: string;
  path: string;
  header: string | undefined;
  body: unknown;
}

/**
 * Reads the Idempotency-Key of a request (draft-ietf-httpapi-idempotency-key-header).
 * @returns undefined without the header
 * @throws 400 `idempotency_key_invalid`
 */
export const keyedRequest = async (input: KeyedInput): Promise<KeyedRequest | undefined> => {
  if (input.header === undefined) return undefined;
  if (!VISIBLE_ASCII.test(input.header)) throw new AppError("idempotency_key_invalid");
  return {
    scope: `${input.principal} ${input.method} ${input.path}`,
    key: input.header,
    fingerprint: await sha256Hex(`${input.method} ${input.path} ${canonicalJson(input.body)}`),
  };
};

/** Reads the required Idempotency-Key of a request. @throws 400 `idempotency_key_required` */
export const requireKeyedRequest = async (input: KeyedInput): Promise<KeyedRequest> => {
  const request = await keyedRequest(input);
  if (!request) throw new AppError("idempotency_key_required");
  return request;
};

const inFlight = () =>
  new AppError("idempotency_in_flight", undefined, { headers: { "Retry-After": "1" } });

/** Stores idempotency keys in the database that also holds the effects of their requests. */
export const idempotencyOf = ({ db, table }: { db: Database; table: IdempotencyTable }) => {
  const row = (request: KeyedRequest) =>
    and(eq(table.scope, request.scope), eq(table.key, request.key));
  const leaseUntil = sql`${databaseNowMs} + ${LEASE_MS}`;

  /**
   * Ends the lease of a request with an unknown outcome, so that its retry does not have to wait. Only logs a
   * failure, because the lease expires by itself.
   */
  const endLease = async (request: Pick<KeyedRequest, "scope" | "key">) => {
    try {
      await db.write
        .update(table)
        .set({ leaseUntil: 0 })
        .where(
          and(eq(table.scope, request.scope), eq(table.key, request.key), isNull(table.status)),
        );
    } catch (error) {
      log.warn("idempotency.release_failed", { error });
    }
  };

  return {
    /**
     * For an effect that is one database batch: returns the statement that inserts the idempotency key with its
     * answer, whose body may be an expression over what the batch wrote. Fails the batch if the key was used.
     */
    insertFinished: (
      request: KeyedRequest,
      answer: Pick<Answer, "status"> & { body: string | SQL<string> },
      resourceId?: string,
    ) =>
      db.write.insert(table).values({
        ...request,
        status: answer.status,
        body: answer.body,
        resourceId: resourceId ?? null,
        leaseUntil: 0,
        createdAt: databaseNowMs,
      }),

    /**
     * For an effect of several batches: returns the statement that inserts the idempotency key as unfinished.
     * Fails the batch if the key was used.
     */
    begin: (request: KeyedRequest, resourceId: string) =>
      db.write
        .insert(table)
        .values({ ...request, resourceId, leaseUntil, createdAt: databaseNowMs }),

    /**
     * Stores the answer of an unfinished request, in the last batch of its effect. An earlier stored answer
     * stays.
     */
    finish: (request: Pick<KeyedRequest, "scope" | "key">, answer: Answer) =>
      db.write
        .update(table)
        .set({ status: answer.status, body: answer.body, leaseUntil: 0 })
        .where(
          and(eq(table.scope, request.scope), eq(table.key, request.key), isNull(table.status)),
        ),

    /**
     * Returns the stored answer of an idempotency key, the resource of its interrupted request, or undefined
     * for a new key.
     * `callerCondition` is a condition on the caller, evaluated first, in the same statement.
     * @throws 401 `unauthenticated` if the key is known and `callerCondition` does not hold, 422 if the key was
     * used with another request, 409 while the first request runs
     */
    async find(
      request: KeyedRequest,
      callerCondition?: SQL,
    ): Promise<{ answer?: Answer; resourceId?: string } | undefined> {
      const [found] = await db.write
        .select({
          fingerprint: table.fingerprint,
          status: table.status,
          body: table.body,
          resourceId: table.resourceId,
          callerCondition: sql<number>`${callerCondition ?? 1}`,
          leased: sql<number>`${table.leaseUntil} > ${databaseNowMs}`,
        })
        .from(table)
        .where(row(request));
      if (!found) return undefined;
      if (!found.callerCondition) throw new AppError("unauthenticated");
      if (found.fingerprint !== request.fingerprint) throw new AppError("idempotency_key_reused");
      if (found.status !== null && found.body !== null) {
        return { answer: { status: found.status, body: found.body } };
      }
      if (found.leased) throw inFlight();
      return found.resourceId ? { resourceId: found.resourceId } : {};
    },

    endLease,

    /** Takes over a request whose lease has expired. @throws 409 if another request took it over first */
    async takeOver(request: KeyedRequest) {
      try {
        await db.write.batch([
          db.write
            .update(table)
            .set({ leaseUntil })
            .where(
              and(
                row(request),
                sql`${table.leaseUntil} <= ${databaseNowMs}`,
                sql`${table.status} is null`,
              ),
            ),
          db.write.run(expectChanges()),
        ]);
      } catch (cause) {
        if (violatesGuard(cause)) throw inFlight();
        await endLease(request);
        throw cause;
      }
    },
  };
};
export type Idempotency = ReturnType<typeof idempotencyOf>;

/** Returns whether a database batch failed because its idempotency key had been used. */
export const keyWasUsed = (err: unknown) => violatesUnique(err, "idempotency_keys");
