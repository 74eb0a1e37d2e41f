/** Matches one part of a pattern: an escaped character, a class, a wildcard or a literal character. */
const PART = /\\([\s\S])|\[(\^?)((?:\\[\s\S]|[^\]\\])*)(?:\]|$)|[\s\S]/g;

const literal = (character: string) => character.replace(/[\\^$.*+?()[\]{}|/-]/, "\\$&");

/** Matches one member of a class: `\x` is x, `a-z` is a range in either direction. */
const MEMBER = /\\?([\s\S])(?:-\\?([\s\S]))?/g;

const classOf = (negation: string, members: string) => {
  const ranges = Array.from(members.matchAll(MEMBER), ([, from = "", to = from]) =>
    from <= to ? `${literal(from)}-${literal(to)}` : `${literal(to)}-${literal(from)}`,
  );
  // Without members, `[]` matches nothing and `[^]` any byte, as in a JavaScript RegExp.
  return `[${negation}${ranges.join("")}]`;
};

const partOf = (part: string, escaped?: string, negation?: string, members?: string) => {
  if (escaped !== undefined) return literal(escaped);
  if (members !== undefined) return classOf(negation ?? "", members);
  if (part === "*") return ".*";
  return part === "?" ? "." : literal(part);
};

const bytesOf = (text: string) => Buffer.from(text).toString("latin1");

/**
 * Returns a test for a glob pattern of Redis: `*`, `?`, `[a-c]`, `[^a]`, and `\` to escape. It works on bytes,
 * as Redis' stringmatchlen() does: https://redis.io/docs/latest/commands/keys/
 */
export const globTest = (pattern: string) => {
  const source = bytesOf(pattern).replace(PART, partOf);
  const test = new RegExp(`^${source}$`, "s");
  return (text: string) => test.test(bytesOf(text));
};
