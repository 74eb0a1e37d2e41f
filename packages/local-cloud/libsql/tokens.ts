export interface Token {
  kind: "word" | "name" | "param" | "semicolon" | "other";
  text: string;
  start: number;
  end: number;
  /** The number of parentheses that enclose the token. */
  depth: number;
}

/** Matches one token. The name of the matching group is its lexical class in SQLite. */
const LEXEME = new RegExp(
  [
    /(?<space>\s+|--[^\n]*|\/\*[\s\S]*?(?:\*\/|$))/,
    /(?<name>"(?:[^"]|"")*"|`(?:[^`]|``)*`|\[[^\]]*\])/,
    /(?<text>'(?:[^']|'')*')/,
    /(?<param>\?\d*|[:@#$][\p{L}\p{N}_$]+(?:::[\p{L}\p{N}_$]+)*)/u,
    /(?<word>[\p{L}_][\p{L}\p{N}_$]*)/u,
    /(?<number>\d[\w.]*)/,
    /(?<semicolon>;)/,
    /(?<open>\()/,
    /(?<close>\))/,
    /(?<rest>[\s\S])/,
  ]
    .map((lexeme) => lexeme.source)
    .join("|"),
  "gu",
);

const KINDS: Record<string, Token["kind"]> = {
  name: "name",
  param: "param",
  word: "word",
  semicolon: "semicolon",
};

/** Splits SQL into tokens as SQLite does, without whitespace and comments. */
export const tokens = (sql: string) => {
  const found: Token[] = [];
  let depth = 0;
  for (const match of sql.matchAll(LEXEME)) {
    const lexeme = Object.entries(match.groups ?? {}).find(([, text]) => text !== undefined)?.[0];
    if (lexeme === undefined || lexeme === "space") continue;
    if (lexeme === "close") depth -= 1;
    const text = match[0];
    const kind = KINDS[lexeme] ?? "other";
    found.push({ kind, text, start: match.index, end: match.index + text.length, depth });
    if (lexeme === "open") depth += 1;
  }
  return found;
};

const isWord = (token: Token | undefined, ...words: string[]) =>
  token?.kind === "word" && words.includes(token.text.toUpperCase());

const createsTrigger = (statement: Token[]) => {
  const [first, second, third] = statement;
  if (!isWord(first, "CREATE")) return false;
  return (
    isWord(second, "TRIGGER") || (isWord(second, "TEMP", "TEMPORARY") && isWord(third, "TRIGGER"))
  );
};

/**
 * Returns whether the statement is complete, by the rule of sqlite3_complete(): a trigger ends only at `; END
 * ;`.
 */
const endsHere = (statement: Token[]) => {
  if (!createsTrigger(statement)) return true;
  return isWord(statement.at(-1), "END") && statement.at(-2)?.kind === "semicolon";
};

/** Splits a text into statements, each as its tokens. Skips empty ones. */
export const statementsOf = (sql: string) => {
  const statements: Token[][] = [];
  let current: Token[] = [];
  for (const token of tokens(sql)) {
    if (token.kind !== "semicolon" || !endsHere(current)) {
      current.push(token);
      continue;
    }
    if (current.length > 0) statements.push(current);
    current = [];
  }
  if (current.length > 0) statements.push(current);
  return statements;
};
