import type { FallbackService } from "#catalog/fallback/fallback.service";
import type { FilterNamesService, Moved } from "#catalog/filters/filter-names.service";
import type { QueriesService } from "#catalog/queries/queries.service";
import { shownFacets } from "#catalog/search/facet-labels.rules";
import type { SearchPage, Suggestion } from "#catalog/search.contract";
import type { Search, SearchIndex } from "#catalog/search-index/search-index.port";
import type { SearchQuery } from "#catalog/search-query.contract";
import { type Languages, type Spoken, spokenOf, textIn } from "#catalog/texts/text.rules";
import { foldCase } from "#kernel/fold";
import { log } from "#kernel/log";

interface Dependencies {
  index: SearchIndex;
  fallback: FallbackService;
  filters: FilterNamesService;
  queries: Pick<QueriesService, "record" | "suggested">;
}

/** A search with its language, if that is not the shop's own. */
type Wanted = Omit<SearchQuery, "locale"> & Pick<Search, "language">;

interface SpokenSearch {
  spoken: Spoken;
  language: Search["language"];
}

const SUGGESTIONS_MAX = 8;
/** Suggested queries of other shoppers. */
const QUERIES_MAX = 3;
/** How long an answer waits for the copies that a new isolate reads from the database. */
const COPIES_TIMEOUT_MS = 300;

/** Returns null for work that takes too long. */
const inTime = async <T>(work: Promise<T | null>, timeoutMs: number): Promise<T | null> => {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const late = new Promise<null>((resolve) => {
    timer = setTimeout(() => resolve(null), timeoutMs);
  });
  return Promise.race([work, late]).finally(() => clearTimeout(timer));
};

/** Puts queries first, without those that are the name of a suggested product or category. */
const withQueries = (queries: readonly string[], found: readonly Suggestion[]): Suggestion[] => {
  const named = new Set(found.map(({ text }) => foldCase(text)));
  const others = queries.filter((query) => !named.has(query));
  return [...others.map((text) => ({ type: "query" as const, text, slug: null })), ...found];
};

/** Searches with the search engine, and with the database while the search engine is down. */
export const searchService = ({ index, fallback, filters, queries }: Dependencies) => {
  /** Returns the search with the id of its collection; without one, nothing is read. */
  const addressed = async ({ collection, ...query }: Wanted): Promise<Search> => {
    if (collection === undefined) return query;
    return { ...query, collectionId: (await filters.collectionId(collection)) ?? "" };
  };

  const searched = async (search: Search) => {
    try {
      return { ...(await index.search(search)), degraded: false };
    } catch (error) {
      log.warn("search.degraded", { error });
      return { ...(await fallback.search(search)), degraded: true };
    }
  };

  /**
   * Returns the language of a search; null if the shop's locales cannot be read in time. A search in the shop's own
   * language reads nothing.
   */
  const languageOf = async (languages: Languages): Promise<SpokenSearch | null> => {
    const { own, asked } = languages;
    const ownOnly = { spoken: spokenOf(languages, []), language: undefined };
    if (asked.length === 0 || asked[0] === own) return ownOnly;
    const reading = filters.namesIn(languages).catch(() => null);
    const names = await inTime(reading, COPIES_TIMEOUT_MS);
    if (!names) return null;
    const spoken = spokenOf(languages, names.locales);
    if (spoken.locale === own) return { spoken, language: undefined };
    const category = (slug: string) => textIn(names.categoryTexts.get(slug) ?? [], spoken);
    return { spoken, language: { spoken, category } };
  };

  const pageOf = async (query: Wanted): Promise<SearchPage> => {
    const names = filters.names().catch(() => null);
    const { hits, facets, total, degraded } = await searched(await addressed(query));
    const shown = shownFacets(facets, await inTime(names, COPIES_TIMEOUT_MS), query.language);
    return { data: hits, facets: shown, page: query.page, total, degraded };
  };

  /** Only a search that finds nothing may name what does not exist. */
  const checkEmpty = async ({ total }: SearchPage, { category, collection }: Wanted) =>
    total > 0 || (category === undefined && collection === undefined)
      ? {}
      : filters.check({ category, collection });

  return {
    /**
     * Returns a page of results, or the current slugs of what the query names by former ones.
     * @throws 400 `validation_failed` for an unknown category or collection
     */
    async search(
      { locale: _, ...query }: SearchQuery,
      languages: Languages,
    ): Promise<{ page: SearchPage; spoken: Spoken | null } | { moved: Moved }> {
      const spokenIn = await languageOf(languages);
      const page = await pageOf({ ...query, language: spokenIn?.language });
      const moved = await checkEmpty(page, query);
      if (Object.keys(moved).length > 0) return { moved };
      queries.record(query, page.total);
      return { page, spoken: spokenIn?.spoken ?? null };
    },

    /** Returns queries of other shoppers, categories and products, at most eight. */
    async suggest(text: string, languages: Languages) {
      const popular = inTime(
        queries.suggested(text, QUERIES_MAX).catch(() => null),
        COPIES_TIMEOUT_MS,
      );
      const spokenIn = await languageOf(languages);
      const found = await index
        .suggest(text, SUGGESTIONS_MAX, spokenIn?.language)
        .catch((error) => {
          log.warn("suggest.degraded", { error });
          return fallback.suggest(text, SUGGESTIONS_MAX, spokenIn?.language);
        });
      const data = withQueries((await popular) ?? [], found).slice(0, SUGGESTIONS_MAX);
      return { data, spoken: spokenIn?.spoken ?? null };
    },
  };
};
export type SearchService = ReturnType<typeof searchService>;
