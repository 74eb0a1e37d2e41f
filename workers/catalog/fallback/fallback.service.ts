import {
  alternativesOf,
  curationOf,
  matchExpression,
  matchedWords,
} from "#catalog/fallback/fallback-match.rules";
import { resultsOf } from "#catalog/fallback/fallback-results.rules";
import type { FallbackSearchStore } from "#catalog/fallback/fallback-search.store";
import { spellingsOf, typosMax } from "#catalog/fallback/spellings.rules";
import type { Suggestion } from "#catalog/search.contract";
import type {
  Search,
  SearchLanguage,
  SearchResults,
} from "#catalog/search-index/search-index.port";
import type { SearchRules } from "#catalog/search-rules.contract";
import { textIn } from "#catalog/texts/text.rules";
import { DependencyError } from "#kernel/errors";

interface Dependencies {
  store: FallbackSearchStore;
  /** Synonyms and curations, from the isolate's copy. */
  rules(): Promise<SearchRules>;
  /** Names of categories by their slugs. */
  categories(): Promise<ReadonlyMap<string, string>>;
  /** The shop's default currency. */
  currency: string;
}

const DEADLINE_MS = 1500;
const SUGGESTED_CATEGORIES_MAX = 3;

/** @throws DependencyError after the deadline */
const inTime = async <T>(work: Promise<T>): Promise<T> => {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new DependencyError("libsql")), DEADLINE_MS);
  });
  return Promise.race([work, late]).finally(() => clearTimeout(timer));
};

const isEverything = (q: string) => q === "" || q === "*";

/** Searches in the database, by its own full-text index, while the search engine is down. */
export const fallbackService = ({ store, rules, categories, currency }: Dependencies) => {
  /** Returns other spellings of the words that may have a typing error. */
  const spellings = async (words: readonly string[]) => {
    const long = words.filter((word) => typosMax(word) > 0);
    const similar = await store.similar(long);
    return new Map(long.map((word, at) => [word, spellingsOf(word, similar[at] ?? [])]));
  };

  const search = async (query: Search): Promise<SearchResults> => {
    const words = matchedWords(query.q);
    const shownAs = { currency, language: query.language };
    const { synonyms, curations } = await rules();
    const curation = curationOf(words, curations);
    const ask = (match: string | null) => store.search({ query, match, ...curation, currency });
    if (isEverything(query.q)) return resultsOf(await ask(null), [], shownAs);
    if (words.length === 0) return resultsOf(await ask('""'), [], shownAs);
    const found = await ask(matchExpression(alternativesOf(words, synonyms)));
    if (found.total > 0) return resultsOf(found, words, shownAs);
    const others = await spellings(words);
    const shown = [...words, ...[...others.values()].flat()];
    const corrected = await ask(matchExpression(alternativesOf(words, synonyms, others)));
    return resultsOf(corrected, shown, shownAs);
  };

  const suggest = async (
    text: string,
    limit: number,
    language?: SearchLanguage,
  ): Promise<Suggestion[]> => {
    const words = matchedWords(text);
    if (words.length === 0) return [];
    const ask = (all: ReadonlyMap<string, readonly string[]>) =>
      store.suggest({
        match: matchExpression(alternativesOf(words, [], all)),
        ...{ language, currency, limit },
      });
    const [exact, names] = await Promise.all([ask(new Map()), categories()]);
    const found = exact.length > 0 ? exact : await ask(await spellings(words));
    const named = Array.from(names, ([slug, name]) => {
      const own = language?.category(slug) ?? {};
      return { slug: own.slug ?? slug, name: own.title ?? name };
    })
      .filter(({ name }) =>
        words.every((word) => matchedWords(name).some((own) => own.startsWith(word))),
      )
      .slice(0, SUGGESTED_CATEGORIES_MAX);
    return [
      ...named.map(({ slug, name }) => ({ type: "category" as const, text: name, slug })),
      ...found.map(({ texts, ...product }) => {
        const { title, slug } = { ...product, ...(language && textIn(texts, language.spoken)) };
        return { type: "product" as const, text: title, slug };
      }),
    ].slice(0, limit);
  };

  return {
    /** Searches within a deadline. @throws DependencyError */
    search: (query: Search) => inTime(search(query)),
    /** Suggests products and categories within a deadline. @throws DependencyError */
    suggest: (text: string, limit: number, language?: SearchLanguage) =>
      inTime(suggest(text, limit, language)),
  };
};
export type FallbackService = ReturnType<typeof fallbackService>;
