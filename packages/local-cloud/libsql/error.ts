/** An error of one statement. The stream stays open. */
export class SqlError extends Error {
  readonly code: string;
  constructor(code: string, message: string) {
    super(message);
    this.code = code;
  }
}

/** A syntax error, or SQL that libsql-server does not support. No statement of the batch runs. */
export class ParseError extends SqlError {
  constructor(reason: string) {
    super("SQL_PARSE_ERROR", `SQL string could not be parsed: ${reason}`);
  }
}

/** A violation of the protocol. The whole request is answered 400, and its stream is closed. */
export class ProtocolError extends Error {}

/** The token may only read. The whole request is answered 403, as a statement would write. */
export class NotAuthorized extends Error {
  constructor() {
    super("Not authorized: the token may only read");
  }
}

/** A result contains a text that is not UTF-8. The whole request is answered 500, and its stream is closed. */
export class UnreadableText extends Error {
  constructor() {
    super("Internal Error: `invalid utf-8 sequence`");
  }
}

/** The stream had no request for too long, and its transaction was rolled back. */
export class StreamExpired extends Error {
  readonly code = "STREAM_EXPIRED";
  constructor() {
    super("The stream has expired due to inactivity");
  }
}

/** libsql-server's names of SQLite's primary result codes. */
const CODES: Record<number, string> = {
  2: "SQLITE_INTERNAL",
  3: "SQLITE_PERM",
  4: "SQLITE_ABORT",
  5: "SQLITE_BUSY",
  6: "SQLITE_LOCKED",
  7: "SQLITE_NOMEM",
  8: "SQLITE_READONLY",
  9: "SQLITE_INTERRUPT",
  10: "SQLITE_IOERR",
  11: "SQLITE_CORRUPT",
  12: "SQLITE_NOTFOUND",
  13: "SQLITE_FULL",
  14: "SQLITE_CANTOPEN",
  15: "SQLITE_PROTOCOL",
  17: "SQLITE_SCHEMA",
  18: "SQLITE_TOOBIG",
  19: "SQLITE_CONSTRAINT",
  20: "SQLITE_MISMATCH",
  21: "SQLITE_MISUSE",
  22: "SQLITE_NOLFS",
  23: "SQLITE_AUTH",
  25: "SQLITE_RANGE",
  26: "SQLITE_NOTADB",
};

const SYNTAX = /: syntax error$|^incomplete input$|^unrecognized token: /;

/** The errors for which SQLite reports a position in the text. */
const LOCATED =
  /^(?:no such column|ambiguous column name|no such function): (?<name>\S+)|^(?:wrong number of arguments to|misuse of aggregate:?) (?:function )?(?<call>\w+)\(\)/;

/** The codes of a damaged file. */
const DAMAGE = new Set([11, 26]);

const isSqliteError = (error: unknown): error is Error & { rawCode: number } =>
  error instanceof Error && "rawCode" in error && typeof error.rawCode === "number";

/** Converts an error of the engine to libsql-server's error. Rethrows errors that are not SQLite's. */
export const sqlErrorFrom = (error: unknown, sql: string, file: string) => {
  if (error instanceof SqlError) return error;
  if (!isSqliteError(error)) throw error;
  const primary = error.rawCode & 0xff;
  if (primary !== 1) {
    const message = `SQLite error: ${error.message}${DAMAGE.has(primary) ? ` in ${file}` : ""}`;
    return new SqlError(CODES[primary] ?? "SQLITE_UNKNOWN", message);
  }
  if (SYNTAX.test(error.message)) return new ParseError(error.message);
  const found = LOCATED.exec(error.message)?.groups;
  const offset = sql.indexOf(found?.name ?? found?.call ?? "\0");
  if (offset < 0) return new SqlError("SQLITE_UNKNOWN", `SQLite error: ${error.message}`);
  return new SqlError("SQL_INPUT_ERROR", `SQL input error: ${error.message} (at offset ${offset})`);
};
