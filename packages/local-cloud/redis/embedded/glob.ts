/** The parts of a pattern: an escaped character, a class, a wildcard, or a character that means itself. */
const PART = /\\([\s\S])|\[(\^?)((?:\\[\s\S]|[^\]\\])*)(?:\]|$)|[\s\S]/g;

const literal = (character: string) => character.replace(/[\\^$.*+?()[\]{}|/-]/, "\\$&");

/** A member of a class: `\x` is x, `a-z` a range in either direction. */
const MEMBER = /\\?([\s\S])(?:-\\?([\s\S]))?/g;

const classOf = (negation: string, members: string) => {
  const ranges = Array.from(members.matchAll(MEMBER), ([, from = "", to = from]) =>
    from <= to ? `${literal(from)}-${literal(to)}` : `${literal(to)}-${literal(from)}`,
  );
  // Without a member `[]` matches nothing and `[^]` any byte, as they do in a JavaScript RegExp.
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
 * Returns a test for Redis' glob patterns: `*`, `?`, `[a-c]`, `[^a]` and `\` before any of them. It works
 * on bytes, as stringmatchlen() of Redis does: https://redis.io/docs/latest/commands/keys/
 */
export const globTest = (pattern: string) => {
  const source = bytesOf(pattern).replace(PART, partOf);
  const test = new RegExp(`^${source}$`, "s");
  return (text: string) => test.test(bytesOf(text));
};
