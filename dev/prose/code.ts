import { type CallExpression, type Expression, parseSync, Visitor } from "oxc-parser";
import bannedWords from "./banned-words.json";

/** A line break in a block comment counts as a space of a phrase. */
const BANNED = new RegExp(`\\b(${bannedWords.join("|").replaceAll(" ", "[\\s*]+")})\\b`, "gi");
const TEST_FUNCTIONS = new Set(["test", "it", "describe"]);

interface Passage {
  text: string;
  start: number;
}
export interface Finding {
  path: string;
  line: number;
  word: string;
}

/** Returns the name that `test.each(rows)` and `describe.skip` start with. */
const rootOf = (callee: Expression): string => {
  if (callee.type === "Identifier") return callee.name;
  if (callee.type === "CallExpression") return rootOf(callee.callee);
  return callee.type === "MemberExpression" ? rootOf(callee.object) : "";
};

const titleOf = (call: CallExpression, source: string): Passage[] => {
  const [title] = call.arguments;
  if (!title || !TEST_FUNCTIONS.has(rootOf(call.callee))) return [];
  if (title.type !== "Literal" && title.type !== "TemplateLiteral") return [];
  return [{ text: source.slice(title.start, title.end), start: title.start }];
};

/** Returns every comment and test title of a TypeScript file, or all text of another file. */
const passagesOf = (path: string, source: string): Passage[] => {
  if (!/\.tsx?$/.test(path)) return [{ text: source, start: 0 }];
  const { program, comments } = parseSync(path, source);
  const titles: Passage[] = [];
  new Visitor({
    CallExpression: (call) => {
      titles.push(...titleOf(call, source));
    },
  }).visit(program);
  // A comment's text starts after its two opening characters.
  return [...comments.map(({ value, start }) => ({ text: value, start: start + 2 })), ...titles];
};

/** Returns the banned words in the comments and test titles of a source file. */
export const bannedWordsIn = (path: string, source: string): Finding[] =>
  passagesOf(path, source).flatMap(({ text, start }) =>
    [...text.matchAll(BANNED)].map(({ 0: word, index }) => ({
      path,
      line: source.slice(0, start + index).split("\n").length,
      word: word.replace(/[\s*]+/g, " ").toLowerCase(),
    })),
  );
