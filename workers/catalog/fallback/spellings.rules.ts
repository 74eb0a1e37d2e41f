const ONE_TYPO_FROM = 4;
const TWO_TYPOS_FROM = 7;
const SPELLINGS_MAX = 4;

/** How many typing errors a word may have, as in the search engine. */
export const typosMax = (word: string) => {
  const { length } = Array.from(word);
  if (length < ONE_TYPO_FROM) return 0;
  return length < TWO_TYPOS_FROM ? 1 : 2;
};

/** Returns each three letters in a row, quoted for the full-text table. */
export const trigramsOf = (word: string): string[] => {
  const letters = Array.from(word);
  const trigrams = letters.slice(2).map((_, at) => letters.slice(at, at + 3).join(""));
  return [...new Set(trigrams)].map((trigram) => `"${trigram}"`);
};

/** Counts missing, added, replaced and swapped letters between two words (optimal string alignment). */
export const typosBetween = (one: string, other: string): number => {
  const [a, b] = [Array.from(one), Array.from(other)];
  let before: number[] = [];
  let last = Array.from({ length: b.length + 1 }, (_, at) => at);
  for (const [row, letter] of a.entries()) {
    const next = [row + 1];
    for (const [column, against] of b.entries()) {
      const replaced = (last[column] ?? 0) + (letter === against ? 0 : 1);
      const least = Math.min(replaced, (last[column + 1] ?? 0) + 1, (next[column] ?? 0) + 1);
      const isSwap = row > 0 && column > 0 && letter === b[column - 1] && a[row - 1] === against;
      next.push(isSwap ? Math.min(least, (before[column - 1] ?? 0) + 1) : least);
    }
    before = last;
    last = next;
  }
  return last[b.length] ?? 0;
};

/** Returns the words of texts that a word is likely meant to be: those with the fewest typing errors. */
export const spellingsOf = (word: string, texts: readonly string[]): string[] => {
  const allowed = typosMax(word);
  const words = [...new Set(texts.flatMap((text) => text.split(" ")))];
  const near = words
    .map((candidate) => ({ candidate, typos: typosBetween(word, candidate) }))
    .filter(({ typos }) => typos <= allowed)
    .toSorted((x, y) => x.typos - y.typos);
  return near
    .filter(({ typos }) => typos === near[0]?.typos)
    .slice(0, SPELLINGS_MAX)
    .map(({ candidate }) => candidate);
};
