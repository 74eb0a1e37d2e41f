import SearchableMap from "minisearch/SearchableMap";
import { Refusal } from "./refusal";
import { tokenizer } from "./tokenizer";

/** A synonym in Typesense's format. */
export interface SynonymItem {
  id: string;
  root: string;
  synonyms: string[];
  locale?: string;
  symbols_to_index?: string[];
}

interface Synonym {
  root: readonly string[];
  wordings: readonly (readonly string[])[];
  locale: string;
}

const EXPANSIONS_MAX = 200;

const isStrings = (value: unknown): value is string[] =>
  Array.isArray(value) && value.every((each) => typeof each === "string");

/** Validates a synonym and adds Typesense's defaults. */
export const parseSynonym = (input: unknown): SynonymItem => {
  const item = (input ?? {}) as Partial<SynonymItem>;
  if (typeof item.id !== "string") throw new Refusal(400, "Missing `id` field.");
  if (!Array.isArray(item.synonyms) || item.synonyms.length === 0) {
    throw new Refusal(400, "Could not find an array of `synonyms`");
  }
  if (!isStrings(item.synonyms)) {
    throw new Refusal(400, "Could not find a valid string array of `synonyms`");
  }
  if (item.root !== undefined && typeof item.root !== "string") {
    throw new Refusal(400, "Key `root` should be a string.");
  }
  if (item.locale !== undefined && typeof item.locale !== "string") {
    throw new Refusal(400, "Synonym `locale` should be a string.`");
  }
  if (item.symbols_to_index !== undefined && !isStrings(item.symbols_to_index)) {
    throw new Refusal(400, "Synonym `symbols_to_index` should be an array of strings.");
  }
  return {
    id: item.id,
    root: item.root ?? "",
    synonyms: item.synonyms,
    ...(item.locale ? { locale: item.locale } : {}),
    ...(item.symbols_to_index?.length ? { symbols_to_index: item.symbols_to_index } : {}),
  };
};

const tokenized = (item: SynonymItem): Synonym => {
  const { words } = tokenizer({
    symbolsToIndex: item.symbols_to_index ?? [],
    tokenSeparators: [],
  });
  return {
    root: words(item.root),
    wordings: item.synonyms.map(words),
    locale: item.locale ?? "",
  };
};

const sameWords = (a: readonly string[], b: readonly string[]) =>
  a.length === b.length && a.every((word, at) => word === b[at]);

export interface SynonymLookup {
  locale: string;
  prefix: boolean;
  typosMax: number;
}

/** The synonyms of one set, prepared for lookups. */
export class SynonymSet {
  private readonly synonyms: readonly Synonym[];
  /** Every word of every wording, for lookups by prefix and with typos. */
  private readonly vocabulary = new SearchableMap<true>();

  constructor(items: readonly SynonymItem[]) {
    this.synonyms = items.map(tokenized);
    for (const { root, wordings } of this.synonyms) {
      for (const word of [root, ...wordings].flat()) this.vocabulary.set(word, true);
    }
  }

  /** Returns all other wordings of the words. */
  expand(words: readonly string[], lookup: SynonymLookup): string[][] {
    const tails: string[][][] = [[[]]];
    for (let start = words.length - 1; start >= 0; start -= 1) {
      const here: string[][] = (tails[0] as string[][]).map((tail) => [
        words[start] as string,
        ...tail,
      ]);
      for (const [length, wording] of this.matchesAt(words, start, lookup)) {
        for (const tail of tails[length - 1] as string[][]) here.push([...wording, ...tail]);
      }
      const distinct = new Map(here.map((each) => [each.join(" "), each]));
      tails.unshift(
        [...distinct]
          .sort(([a], [b]) => (a < b ? -1 : 1))
          .slice(0, EXPANSIONS_MAX)
          .map(([, each]) => each),
      );
    }
    return (tails[0] as string[][]).filter((each) => !sameWords(each, words));
  }

  /**
   * Generates the wordings that can replace query words from `start` on, each with the number of words that it
   * replaces.
   */
  private *matchesAt(
    words: readonly string[],
    start: number,
    lookup: SynonymLookup,
  ): Generator<readonly [length: number, wording: readonly string[]]> {
    for (const { root, wordings, locale } of this.synonyms) {
      if (locale !== lookup.locale) continue;
      const triggers = root.length > 0 ? [root] : wordings;
      for (const trigger of triggers) {
        const part = words.slice(start, start + trigger.length);
        if (trigger.length === 0 || part.length < trigger.length) continue;
        if (!part.every((word, at) => this.means(word, trigger[at] as string, lookup))) continue;
        // A one-way synonym applies only to the exact words of its root.
        if (root.length > 0 && !sameWords(part, root)) continue;
        for (const wording of wordings) yield [trigger.length, wording];
      }
    }
  }

  private means(word: string, target: string, { prefix, typosMax }: SynonymLookup) {
    if (word === target) return true;
    if (this.vocabulary.has(word)) return false;
    if (prefix && target.startsWith(word)) return true;
    return typosMax > 0 && (this.vocabulary.fuzzyGet(word, typosMax)?.has(target) ?? false);
  }
}
