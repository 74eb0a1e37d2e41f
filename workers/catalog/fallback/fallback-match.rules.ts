import { plainWords } from "#catalog/fallback/fallback-words.rules";
import { queriedWords } from "#catalog/search-index/search-text.rules";
import type { SearchRules } from "#catalog/search-rules.contract";

/** Returns the words of a query as the full-text table has them. */
export const matchedWords = (text: string) => plainWords(queriedWords(text));

/** Each word of a query with what it may also be, each a list of words in this order. */
export type Alternatives = string[][];

interface Wording {
  /** How many words of the query it replaces. */
  length: number;
  alternatives: Alternatives;
}

const startsAt = (words: readonly string[], start: number, trigger: readonly string[]) =>
  trigger.length > 0 && trigger.every((word, at) => words[start + at] === word);

/** Returns the longest synonym that begins at a word, with the other wordings. */
const synonymAt = (
  words: readonly string[],
  start: number,
  synonyms: SearchRules["synonyms"],
): Wording | undefined => {
  const found = synonyms.flatMap(({ root, synonyms: texts }): Wording[] => {
    const wordings = texts.map(matchedWords);
    const triggers = root === null ? wordings : [matchedWords(root)];
    return triggers
      .filter((trigger) => startsAt(words, start, trigger))
      .map((trigger) => ({ length: trigger.length, alternatives: [trigger, ...wordings] }));
  });
  return found.toSorted((a, b) => b.length - a.length)[0];
};

/** Returns what has to match, each with its alternatives: synonyms, or other spellings of a word. */
export const alternativesOf = (
  words: readonly string[],
  synonyms: SearchRules["synonyms"],
  spellings: ReadonlyMap<string, readonly string[]> = new Map(),
): Alternatives[] => {
  const all: Alternatives[] = [];
  for (let start = 0; start < words.length; ) {
    const word = words[start] ?? "";
    const synonym = synonymAt(words, start, synonyms);
    const others = (spellings.get(word) ?? []).map((spelling) => [spelling]);
    all.push(synonym?.alternatives ?? [[word], ...others]);
    start += synonym?.length ?? 1;
  }
  return all;
};

/** Quotes words for FTS5. They have no quotes themselves, because they have no signs of ASCII. */
const phrase = (words: readonly string[]) => `"${words.join(" ")}"${words.length === 1 ? "*" : ""}`;

/** Returns the query of a full-text table: all have to match, each by any alternative, by the beginning of a word. */
export const matchExpression = (all: readonly Alternatives[]) =>
  all
    .map((alternatives) => {
      const written = alternatives.filter((words) => words.length > 0).map(phrase);
      return `(${[...new Set(written)].join(" OR ")})`;
    })
    .join(" AND ");

/** Returns the pinned and hidden products of a query: those of the first curation that matches. */
export const curationOf = (words: readonly string[], curations: SearchRules["curations"]) => {
  const text = ` ${words.join(" ")} `;
  const found = curations.find(({ query, match }) => {
    const rule = ` ${matchedWords(query).join(" ")} `;
    return match === "exact" ? rule === text : text.includes(rule);
  });
  return { pinned: found?.pinned ?? [], hidden: found?.hidden ?? [] };
};
