import { ParseError, SqlError } from "./error";
import { lru } from "./lru";
import { statementsOf, type Token } from "./tokens";

export type StatementKind =
  | "read"
  | "insert"
  | "change"
  | "schema"
  | "begin"
  | "end"
  | "savepoint"
  | "pragma"
  | "explain";

/** One SQL statement, with what the server needs before SQLite compiles it. */
export interface Statement {
  sql: string;
  kind: StatementKind;
  /** The name of each parameter in SQLite's order; undefined for a bare `?`. */
  params: (string | undefined)[];
  /** Whether the statement needs the database's write lock. */
  writes: boolean;
  /** Verb and table, for the journal. */
  gist: string;
}

const KIND_OF_VERB: Record<string, StatementKind> = {
  SELECT: "read",
  VALUES: "read",
  DETACH: "read",
  EXPLAIN: "explain",
  INSERT: "insert",
  REPLACE: "insert",
  UPDATE: "change",
  DELETE: "change",
  CREATE: "schema",
  DROP: "schema",
  ALTER: "schema",
  REINDEX: "schema",
  BEGIN: "begin",
  COMMIT: "end",
  END: "end",
  ROLLBACK: "end",
  SAVEPOINT: "savepoint",
  RELEASE: "savepoint",
  PRAGMA: "pragma",
};

/** The pragmas that libsql-server allows, from its query_analysis.rs. */
const PRAGMAS_TO_READ = new Set(
  `table_list index_list table_info table_xinfo index_info index_xinfo pragma_list compile_options
   database_list function_list module_list encoding`.split(/\s+/),
);
const PRAGMAS_TO_SET = new Set(
  `defer_foreign_keys foreign_keys foreign_key_list foreign_key_check collation_list data_version
   freelist_count integrity_check legacy_file_format page_count quick_check stats user_version`.split(
    /\s+/,
  ),
);
const PRAGMAS_TO_QUERY = new Set(
  `schema_version analysis_limit application_id auto_vacuum automatic_index busy_timeout cache_size
   cache_spill cell_size_check checkpoint_fullfsync fullfsync hard_heap_limit journal_mode
   journal_size_limit legacy_alter_table locking_mode max_page_count mmap_size page_size query_only
   read_uncommitted recursive_triggers reverse_unordered_selects secure_delete soft_heap_limit
   synchronous temp_store threads trusted_schema wal_autocheckpoint`.split(/\s+/),
);

const upper = (token: Token | undefined) => token?.text.toUpperCase() ?? "";

const unquoted = (token: Token | undefined) =>
  token?.kind === "name" ? token.text.slice(1, -1) : (token?.text ?? "");

/**
 * Returns the index of the verb that classifies the statement. After WITH, it is the first one outside
 * parentheses.
 */
const mainVerb = (tokens: Token[]) => {
  if (upper(tokens[0]) !== "WITH") return 0;
  return tokens.findIndex(
    (token) =>
      token.depth === 0 && /^(SELECT|VALUES|INSERT|REPLACE|UPDATE|DELETE)$/i.test(token.text),
  );
};

/** The word before the table's name, for each verb. */
const NAME_FOLLOWS: Record<string, RegExp> = {
  SELECT: /^FROM$/i,
  INSERT: /^INTO$/i,
  REPLACE: /^INTO$/i,
  DELETE: /^FROM$/i,
  UPDATE: /^UPDATE$/i,
  CREATE: /^(TABLE|INDEX|TRIGGER|VIEW|EXISTS)$/i,
  DROP: /^(TABLE|INDEX|TRIGGER|VIEW|EXISTS)$/i,
  ALTER: /^TABLE$/i,
  PRAGMA: /^PRAGMA$/i,
};

const gistOf = (tokens: Token[]) => {
  const verb = upper(tokens[0]);
  const follows = NAME_FOLLOWS[verb];
  if (!follows) return verb;
  const conflictClause = verb === "UPDATE" && upper(tokens[1]) === "OR" ? 2 : 0;
  let at = tokens.findIndex((token) => follows.test(token.text)) + 1;
  if (at === 0) return verb;
  if (/^IF$/i.test(tokens[at]?.text ?? ""))
    at = tokens.findIndex((t) => /^EXISTS$/i.test(t.text)) + 1;
  const name = tokens[at + conflictClause];
  return name?.kind === "word" || name?.kind === "name" ? `${verb} ${unquoted(name)}` : verb;
};

/** SQLITE_MAX_VARIABLE_NUMBER. SQLite refuses higher numbers itself. */
const PARAMETERS_MAX = 32_766;

/**
 * Numbers parameters as SQLite does: `?` takes the next free number, `?N` is N, and a name keeps the number of
 * its first occurrence.
 */
const parametersOf = (tokens: Token[]) => {
  const params: (string | undefined)[] = [];
  for (const { text } of tokens.filter((token) => token.kind === "param")) {
    if (text === "?") params.push(undefined);
    else if (text.startsWith("?"))
      params[Math.min(Number(text.slice(1)), PARAMETERS_MAX) - 1] ??= text;
    else if (!params.includes(text)) params.push(text);
  }
  return Array.from(params);
};

const pragmaAllowed = (tokens: Token[]) => {
  const qualified = tokens[2]?.text === ".";
  const name = unquoted(tokens[qualified ? 3 : 1]).toLowerCase();
  const bare = tokens.length === (qualified ? 4 : 2);
  return (
    PRAGMAS_TO_READ.has(name) || PRAGMAS_TO_SET.has(name) || (bare && PRAGMAS_TO_QUERY.has(name))
  );
};

/** libsql-server supports no temporary tables and no pragmas that are not listed. */
const supported = (kind: StatementKind, tokens: Token[]) => {
  if (kind === "pragma") return pragmaAllowed(tokens);
  return !(kind === "schema" && /^TEMP(ORARY)?$/i.test(tokens[1]?.text ?? ""));
};

const takesWriteLock = (kind: StatementKind, tokens: Token[]) => {
  if (kind === "begin") return /^(IMMEDIATE|EXCLUSIVE)$/i.test(tokens[1]?.text ?? "");
  if (kind === "pragma") return tokens.some((token) => token.text === "=");
  return kind === "insert" || kind === "change" || kind === "schema";
};

const UNSUPPORTED_VERBS = new Set(["VACUUM", "ANALYZE", "ATTACH"]);

const refusal = (verb: string, kind: StatementKind | undefined, sql: string) =>
  kind || UNSUPPORTED_VERBS.has(verb)
    ? `unsupported statement: ${sql}`
    : `near "${verb}": syntax error`;

const analyse = (sql: string, tokens: Token[]): Statement => {
  const main = tokens.slice(Math.max(mainVerb(tokens), 0));
  const verb = upper(main[0]);
  const rollsBackToSavepoint =
    verb === "ROLLBACK" && main.some((token) => /^TO$/i.test(token.text));
  const kind = rollsBackToSavepoint ? "savepoint" : KIND_OF_VERB[verb];
  if (kind === undefined || !supported(kind, main)) throw new ParseError(refusal(verb, kind, sql));
  return {
    sql: sql.slice(tokens[0]?.start ?? 0, tokens.at(-1)?.end),
    kind,
    params: parametersOf(tokens),
    writes: takesWriteLock(kind, main),
    gist: gistOf(main),
  };
};

const analysed = lru<string, Statement[]>(2_000);

/** Returns the statements of a text, from a cache if possible. Throws if libsql-server would refuse one. */
export const statementsIn = (sql: string) => {
  const statements = analysed.get(sql) ?? statementsOf(sql).map((tokens) => analyse(sql, tokens));
  analysed.set(sql, statements);
  return statements;
};

/** Returns the only statement of a text. */
export const statementIn = (sql: string) => {
  const [statement, ...more] = statementsIn(sql);
  if (!statement)
    throw new SqlError("SQL_NO_STATEMENT", "SQL string does not contain any statement");
  if (more.length > 0) {
    throw new SqlError("SQL_MANY_STATEMENTS", "SQL string contains more than one statement");
  }
  return statement;
};
