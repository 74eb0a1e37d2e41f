import { argumentsFor, refuseMixedArguments } from "./arguments";
import { ParseError, ProtocolError, SqlError } from "./error";
import { type Statement, statementIn, statementsIn } from "./statement";
import type { Stream } from "./stream";
import type {
  Batch,
  BatchCond,
  BatchResult,
  DescribeResult,
  Stmt,
  StmtResult,
  StreamRequest,
  WireError,
} from "./wire";

const NO_ARGUMENTS: Stmt = { args: [], named_args: [] };

const wireError = ({ message, code }: SqlError): WireError => ({ message, code });

const timeout = () => new SqlError("TRANSACTION_TIMEOUT", "Transaction timed out");

/** Returns the SQL of a request, or the one stored under its id. Throws if the request has both or neither. */
export const sqlText = (stream: Stream, { sql, sql_id }: Pick<Stmt, "sql" | "sql_id">) => {
  const hasId = sql_id !== undefined && sql_id !== null;
  const hasText = sql !== undefined && sql !== null;
  if (hasId && hasText)
    throw new ProtocolError("Either `sql` or `sql_id` are required, but not both");
  if (hasText) return sql;
  if (!hasId) throw new ProtocolError("Either `sql` or `sql_id` are required");
  const stored = stream.sqls.get(sql_id);
  if (stored === undefined) throw new ProtocolError(`SQL text ${sql_id} not found`);
  return stored;
};

/** Throws on a syntax error. Ignores other errors, because an earlier step may still create the table. */
const refuseBadSyntax = ({ connection }: Stream, statement: Statement) => {
  if (statement.kind === "pragma") return;
  try {
    connection.compile(statement);
  } catch (error) {
    if (error instanceof ParseError) throw error;
  }
};

const statementFor = (stream: Stream, stmt: Stmt) => {
  const statement = statementIn(sqlText(stream, stmt));
  refuseMixedArguments(stmt);
  refuseBadSyntax(stream, statement);
  return statement;
};

const CONTROL = new Set(["begin", "end", "savepoint"]);

const note = (stream: Stream, { kind, gist }: Statement) => {
  if (!CONTROL.has(kind)) stream.gists.push(gist);
};

/** Returns whether the transaction timed out since the last call. The client gets this error once. */
const takeTimeout = (stream: Stream) => {
  const { timedOut } = stream;
  stream.timedOut = false;
  return timedOut;
};

export const execute = (stream: Stream, stmt: Stmt): StmtResult => {
  const statement = statementFor(stream, stmt);
  note(stream, statement);
  if (takeTimeout(stream)) throw timeout();
  return stream.connection.execute(statement, argumentsFor(statement, stmt));
};

/** Returns a condition and all conditions nested in it. */
const partsOf = (condition: BatchCond): BatchCond[] => {
  switch (condition.type) {
    case "not":
      return [condition, ...partsOf(condition.cond)];
    case "and":
    case "or":
      return [condition, ...condition.conds.flatMap(partsOf)];
    default:
      return [condition];
  }
};

const refuseBadCondition = (condition: BatchCond, before: number, version: number) => {
  for (const part of partsOf(condition)) {
    if (part.type === "is_autocommit" && version < 3) {
      throw new ProtocolError(
        "BatchCond of type `is_autocommit` is only supported in protocol version hrana3 and higher",
      );
    }
    if ((part.type === "ok" || part.type === "error") && part.step >= before) {
      throw new ProtocolError("Invalid reference to step in a batch condition");
    }
  }
};

const holds = (condition: BatchCond, stream: Stream, done: BatchResult): boolean => {
  switch (condition.type) {
    case "ok":
      return Boolean(done.step_results[condition.step]);
    case "error":
      return Boolean(done.step_errors[condition.step]);
    case "not":
      return !holds(condition.cond, stream, done);
    case "and":
      return condition.conds.every((inner) => holds(inner, stream, done));
    case "or":
      return condition.conds.some((inner) => holds(inner, stream, done));
    case "is_autocommit":
      return !stream.connection.inTransaction;
  }
};

/** Runs a batch. Validates all of it before the first step runs, so that an invalid batch changes nothing. */
export const runBatch = (stream: Stream, { steps }: Batch, version: number): BatchResult => {
  const statements = steps.map(({ stmt, condition }, index) => {
    if (condition) refuseBadCondition(condition, index, version);
    const statement = statementFor(stream, stmt);
    note(stream, statement);
    return statement;
  });
  const done: BatchResult = { step_results: [], step_errors: [] };
  const timedOut = takeTimeout(stream);
  for (const [index, { stmt, condition }] of steps.entries()) {
    done.step_results[index] = null;
    done.step_errors[index] = timedOut ? wireError(timeout()) : null;
    const statement = statements[index];
    if (timedOut || !statement) continue;
    if (condition && !holds(condition, stream, done)) continue;
    try {
      const args = argumentsFor(statement, stmt);
      done.step_results[index] = stream.connection.execute(statement, args);
    } catch (error) {
      if (!(error instanceof SqlError)) throw error;
      done.step_errors[index] = wireError(error);
    }
  }
  return done;
};

/** Runs statements in order until one fails. */
export const runSequence = (stream: Stream, sql: string) => {
  const statements = statementsIn(sql);
  for (const statement of statements) {
    note(stream, statement);
    refuseBadSyntax(stream, statement);
  }
  if (takeTimeout(stream)) throw timeout();
  for (const statement of statements) {
    stream.connection.runToEnd(statement, argumentsFor(statement, NO_ARGUMENTS));
  }
};

export const describe = (stream: Stream, sql: string): DescribeResult => {
  const statement = statementIn(sql);
  note(stream, statement);
  const { cols } = stream.connection.compile(statement);
  return {
    params: statement.params.map((name) => ({ name: name ?? null })),
    cols,
    is_explain: statement.kind === "explain",
    is_readonly: !statement.writes,
  };
};

const statementsOf = (stream: Stream, request: StreamRequest): Statement[] => {
  switch (request.type) {
    case "execute":
      return [statementIn(sqlText(stream, request.stmt))];
    case "batch":
      return request.batch.steps.map(({ stmt }) => statementIn(sqlText(stream, stmt)));
    case "sequence":
      return statementsIn(sqlText(stream, request));
    default:
      return [];
  }
};

/** Returns whether a request needs the write lock. An invalid request does not; it is refused later. */
export const writes = (stream: Stream, request: StreamRequest) => {
  try {
    return statementsOf(stream, request).some((statement) => statement.writes);
  } catch {
    return false;
  }
};
