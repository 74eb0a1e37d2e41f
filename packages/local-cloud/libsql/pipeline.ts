import type { Database } from "./database";
import { NotAuthorized, ProtocolError, SqlError } from "./error";
import { describe, execute, runBatch, runSequence, sqlText, writes } from "./program";
import type { Stream } from "./stream";
import type { Batch, StreamRequest, WireError } from "./wire";

const STORED_SQL_MAX = 50;
const STORED_SQL_BYTES_MAX = 5_000;

const storeSql = ({ sqls }: Stream, id: number, sql: string) => {
  if (sqls.has(id)) throw new ProtocolError(`SQL text ${id} already exists`);
  if (sqls.size >= STORED_SQL_MAX) {
    throw new SqlError(
      "SQL_STORE_TOO_MANY",
      `The server already stores ${sqls.size} SQL texts, it cannot store more`,
    );
  }
  const bytes = Buffer.byteLength(sql);
  if (bytes > STORED_SQL_BYTES_MAX) {
    throw new SqlError(
      "SQL_STORE_TOO_LARGE",
      `The statement is too large to be stored: ${bytes} B/${STORED_SQL_BYTES_MAX} B`,
    );
  }
  sqls.set(id, sql);
};

const isAutocommit = ({ connection }: Stream, version: number) => {
  if (version >= 3) return !connection.inTransaction;
  throw new ProtocolError(
    "The `get_autocommit` request is only supported in protocol version hrana3 and higher",
  );
};

const respond = (stream: Stream, request: StreamRequest, version: number) => {
  const { type } = request;
  if (type === "close") {
    stream.closed = true;
    return { type };
  }
  if (stream.closed) throw new ProtocolError("Stream for this baton was closed");
  switch (type) {
    case "execute":
      return { type, result: execute(stream, request.stmt) };
    case "batch":
      return { type, result: runBatch(stream, request.batch, version) };
    case "sequence":
      runSequence(stream, sqlText(stream, request));
      return { type };
    case "describe":
      return { type, result: describe(stream, sqlText(stream, request)) };
    case "store_sql":
      storeSql(stream, request.sql_id, request.sql);
      return { type };
    case "close_sql":
      stream.sqls.delete(request.sql_id);
      return { type };
    case "get_autocommit":
      return { type, is_autocommit: isAutocommit(stream, version) };
  }
};

type StreamResult =
  | { type: "ok"; response: ReturnType<typeof respond> }
  | { type: "error"; error: WireError };

const answer = (stream: Stream, request: StreamRequest, version: number): StreamResult => {
  try {
    return { type: "ok", response: respond(stream, request, version) };
  } catch (error) {
    if (!(error instanceof SqlError)) throw error;
    return { type: "error", error: { message: error.message, code: error.code } };
  }
};

interface Call {
  baton: string | null | undefined;
  version: number;
  /** Whether the token of the call may only read. */
  isReadOnly?: boolean;
}

/** Returns a description of the call for the journal: `batch 7: INSERT orders, INSERT order_lines ×3, …` */
const summaryOf = (what: string, gists: string[]) => {
  const counts = new Map<string, number>();
  for (const gist of gists) counts.set(gist, (counts.get(gist) ?? 0) + 1);
  const parts = Array.from(counts, ([gist, count]) => (count > 1 ? `${gist} ×${count}` : gist));
  const shown = parts.length > 8 ? [...parts.slice(0, 8), "…"] : parts;
  const size = what === "batch" ? ` ${gists.length}` : "";
  return shown.length > 0 ? `${what}${size}: ${shown.join(", ")}` : what;
};

const BOOKKEEPING = new Set(["store_sql", "close_sql", "close"]);

const headline = (requests: StreamRequest[]) =>
  (requests.find(({ type }) => !BOOKKEEPING.has(type)) ?? requests.at(-1))?.type ?? "nothing";

/** Runs a pipeline that opens and closes its stream, as nearly every call of a client does. */
const runAtOnce = (database: Database, requests: StreamRequest[], version: number) =>
  database.onSharedConnection((stream) => {
    const results = requests.map((request) => answer(stream, request, version));
    return { baton: null, results, summary: summaryOf(headline(requests), stream.gists) };
  });

interface Writer {
  database: Database;
  stream: Stream;
  isReadOnly: boolean;
}

const lockIfWriting = async ({ database, stream, isReadOnly }: Writer, request: StreamRequest) => {
  if (!writes(stream, request)) return;
  if (isReadOnly) throw new NotAuthorized();
  await database.lockFor(stream);
};

/** Runs the requests of one HTTP call in order. */
export const runPipeline = async (
  database: Database,
  requests: StreamRequest[],
  { baton, version, isReadOnly = false }: Call,
) => {
  if (!isReadOnly && !baton && requests.at(-1)?.type === "close" && !database.locked) {
    return runAtOnce(database, requests, version);
  }
  return database.onStream(baton, async (stream) => {
    const results: StreamResult[] = [];
    for (const request of requests) {
      await lockIfWriting({ database, stream, isReadOnly }, request);
      results.push(answer(stream, request, version));
      database.unlockAfter(stream);
    }
    return { results, summary: summaryOf(headline(requests), stream.gists) };
  });
};

/** Runs one batch and returns its results as the lines of a cursor. */
export const runCursor = async (
  database: Database,
  batch: Batch,
  { baton, version, isReadOnly = false }: Call,
) => {
  const request: StreamRequest = { type: "batch", batch };
  const run = await database.onStream(baton, async (stream) => {
    await lockIfWriting({ database, stream, isReadOnly }, request);
    const result = runBatch(stream, batch, version);
    database.unlockAfter(stream);
    return { result, summary: summaryOf("cursor", stream.gists) };
  });
  const { step_results, step_errors } = run.result;
  const entries = step_results.flatMap((result, step): object[] => {
    const error = step_errors[step];
    if (error) return [{ type: "step_error", step, error }];
    if (!result) return [];
    const { cols, rows, affected_row_count, last_insert_rowid } = result;
    return [
      { type: "step_begin", step, cols },
      ...rows.map((row) => ({ type: "row", row })),
      { type: "step_end", affected_row_count, last_insert_rowid },
    ];
  });
  return { baton: run.baton, summary: run.summary, entries };
};
