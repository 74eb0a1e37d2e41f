import { DependencyError } from "#kernel/errors";
import { type Exchange, exchanging, type OutgoingOptions } from "#kernel/vendors/http";

/** The value of a column. Integers are numbers, because the shop has none beyond 2^53. */
export type Value = string | number | null | ArrayBuffer;

export interface Statement {
  sql: string;
  args: readonly unknown[];
}

export interface Result {
  columns: string[];
  /** Each row's values, in the order of its columns. */
  rows: Value[][];
  rowsAffected: number;
}

/** A refusal by the database, with SQLite's code and message. */
export class SqlError extends Error {
  readonly code: string;
  /** The index of the refused statement in its batch, or undefined if the database refused the commit. */
  readonly statementIndex: number | undefined;

  constructor({ message, code = "UNKNOWN" }: HranaError, statementIndex?: number) {
    super(`${code}: ${message}`);
    this.name = "SqlError";
    this.code = code;
    this.statementIndex = statementIndex;
  }
}

interface HranaError {
  message: string;
  code?: string;
}

type HranaValue =
  | { type: "null" }
  | { type: "integer" | "text"; value: string }
  | { type: "float"; value: number }
  | { type: "blob"; base64: string };

interface HranaColumn {
  name: string | null;
}

interface HranaResult {
  cols: HranaColumn[];
  rows: HranaValue[][];
  affected_row_count: number;
}

interface HranaBatch {
  step_results: (HranaResult | null)[];
  step_errors: (HranaError | null)[];
}

type Answered<T> = { type: "ok"; response: { result: T } } | { type: "error"; error: HranaError };

/**
 * Sends numbers as floats, like the official client. A column's affinity converts them back to
 * integers.
 */
const encoded = (value: unknown): HranaValue => {
  if (value === null) return { type: "null" };
  if (typeof value === "string") return { type: "text", value };
  if (typeof value === "number" && Number.isFinite(value)) return { type: "float", value };
  if (typeof value === "boolean") return { type: "integer", value: value ? "1" : "0" };
  if (value instanceof Uint8Array) return { type: "blob", base64: value.toBase64() };
  throw new TypeError(`A ${typeof value} cannot be bound to a statement.`);
};

const decoded = (value: HranaValue): Value => {
  switch (value.type) {
    case "null":
      return null;
    case "integer":
      return Number(value.value);
    case "blob":
      return Uint8Array.fromBase64(value.base64).buffer;
    default:
      return value.value;
  }
};

const hranaOf = ({ sql, args }: Statement) => ({ sql, args: args.map(encoded), want_rows: true });

const resultOf = ({ cols, rows, affected_row_count }: HranaResult): Result => ({
  columns: cols.map(({ name }, index) => name ?? String(index)),
  rows: rows.map((row) => row.map(decoded)),
  rowsAffected: affected_row_count,
});

/** Returns rows as plain objects by column name. The last of equally named columns wins. */
export const named = ({ columns, rows }: Result): Record<string, Value>[] =>
  rows.map((row) => Object.fromEntries(row.map((value, index) => [columns[index], value])));

const BEGIN = { read: "BEGIN TRANSACTION READONLY", write: "BEGIN IMMEDIATE" } as const;
export type Mode = keyof typeof BEGIN;

const ok = (step: number) => ({ type: "ok", step });

/**
 * Returns a transaction as steps that each depend on the previous one, so that all or none are
 * committed.
 */
const stepsOf = (list: readonly Statement[], mode: Mode) => {
  const commit = list.length + 1;
  return [
    { stmt: { sql: BEGIN[mode] } },
    ...list.map((statement, index) => ({ stmt: hranaOf(statement), condition: ok(index) })),
    { stmt: { sql: "COMMIT" }, condition: ok(list.length) },
    { stmt: { sql: "ROLLBACK" }, condition: { type: "not", cond: ok(commit) } },
  ];
};

const resultsOf = ({ step_results, step_errors }: HranaBatch, length: number): Result[] => {
  const failed = step_errors.findIndex((error) => error !== null);
  const error = step_errors[failed];
  if (error) {
    const isStatement = failed >= 1 && failed <= length;
    throw new SqlError(error, isStatement ? failed - 1 : undefined);
  }
  return step_results.slice(1, length + 1).map((result) => {
    if (!result) throw new SqlError({ message: "the batch was not run to its end" });
    return resultOf(result);
  });
};

/** Replaces `libsql:`, Turso's scheme, with HTTPS. */
const pipelineAt = (url: string) => new URL("v2/pipeline", url.replace(/^libsql:/, "https:")).href;

const read = <T>({ status, text }: Exchange): T => {
  try {
    if (status !== 200) throw new Error(`status ${status}`);
    const [answered] = JSON.parse(text).results as Answered<T>[];
    if (answered?.type === "ok") return answered.response.result;
    throw new SqlError(answered?.error ?? { message: "no result" });
  } catch (err) {
    throw err instanceof SqlError ? err : new DependencyError("libsql", err);
  }
};

/**
 * Error codes of a statement that the database refuses each time it is sent. SQLITE_UNKNOWN is
 * libsql-server's name of SQLite's generic error. All other error codes describe the server's state: busy,
 * blocked, full, damaged.
 */
const REFUSED = /^(SQLITE_(CONSTRAINT|ERROR|UNKNOWN|MISMATCH|TOOBIG)|SQL_|ARGS_)/;

const orDown = async <T>(work: Promise<T>): Promise<T> => {
  try {
    return await work;
  } catch (err) {
    throw err instanceof SqlError && !REFUSED.test(err.code)
      ? new DependencyError("libsql", err)
      : err;
  }
};

interface HranaOptions extends Omit<OutgoingOptions, "vendor"> {
  url: string;
  token: string;
  mode: Mode;
}

/**
 * A client of libSQL over HTTP. Each call is one request that opens a stream, runs, and closes it. The
 * official client also manages the state of long-lived streams, which a Worker never keeps; that costs
 * three times the CPU time of the request.
 * https://github.com/tursodatabase/libsql/blob/main/docs/HRANA_3_SPEC.md
 * @throws SqlError if the database refuses a statement; DependencyError if it did not answer or could not
 * execute the statement, in which case the result of a write is unknown
 */
export const hranaClient = ({ url, token, mode, ...options }: HranaOptions) => {
  const exchange = exchanging({ vendor: "libsql", ...options });
  const headers = { authorization: `Bearer ${token}`, "content-type": "application/json" };
  const pipeline = pipelineAt(url);

  const ask = async <T>(request: object): Promise<T> => {
    const body = JSON.stringify({ requests: [request, { type: "close" }] });
    return read<T>(await exchange(pipeline, { method: "POST", headers, body }));
  };

  return {
    /** Runs one statement. */
    execute: (statement: Statement): Promise<Result> =>
      orDown(ask<HranaResult>({ type: "execute", stmt: hranaOf(statement) }).then(resultOf)),

    /** Runs statements in one transaction of the client's mode, `read` or `write`. */
    batch: (list: readonly Statement[]): Promise<Result[]> => {
      const request = { type: "batch", batch: { steps: stepsOf(list, mode) } };
      return orDown(ask<HranaBatch>(request).then((batch) => resultsOf(batch, list.length)));
    },
  };
};
