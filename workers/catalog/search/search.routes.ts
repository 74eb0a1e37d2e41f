import { movedQuery, publicJson } from "#catalog/cache.http";
import { LISTS } from "#catalog/edge/tags.rules";
import { listSearchQueries } from "#catalog/queries/queries.api";
import type { QueriesService } from "#catalog/queries/queries.service";
import { searchProducts, suggestProducts } from "#catalog/search/search.api";
import type { SearchService } from "#catalog/search/search.service";
import { languagesOf, spokenHeaders } from "#catalog/texts/languages.http";
import type { Spoken } from "#catalog/texts/text.rules";
import type { App } from "#kernel/routes/app";
import { LOCALES_HEADER } from "#kernel/routes/edge-headers";
import { privateJson } from "#kernel/routes/etag";
import { route } from "#kernel/routes/route";

/** Empty and degraded results are not cached: they may be better in a moment. */
const UNCACHED = { "Cache-Control": "no-store" };

interface Services {
  search: SearchService;
  queries: QueriesService;
  /** The shop's own language. */
  locale: string;
}

/** Does not name the locales of the shop to the gateway, because the copy that a search uses may be old. */
const languageHeaders = (spoken: Spoken | null) => {
  const { [LOCALES_HEADER]: _, ...headers } = spokenHeaders(spoken);
  return headers;
};

/** Search and suggestions, and what was searched for. */
export const searchRoutes = (app: App, { search, queries, locale: own }: Services) => {
  route(app, searchProducts, async (c) => {
    const query = c.req.valid("query");
    const found = await search.search(query, languagesOf(c, own, query.locale));
    if ("moved" in found) return movedQuery(c, found.moved);
    const { page, spoken } = found;
    const language = languageHeaders(spoken);
    const isUncached = spoken === null || page.degraded || page.data.length === 0;
    if (isUncached) return c.json(page, 200, { ...language, ...UNCACHED });
    return publicJson(c, page, [LISTS], language);
  });

  route(app, suggestProducts, async (c) => {
    const { q, locale } = c.req.valid("query");
    const { data, spoken } = await search.suggest(q, languagesOf(c, own, locale));
    const language = languageHeaders(spoken);
    const isUncached = spoken === null || data.length === 0;
    if (isUncached) return c.json({ data }, 200, { ...language, ...UNCACHED });
    return publicJson(c, { data }, [LISTS], language);
  });

  route(app, listSearchQueries, async (c) =>
    privateJson(c, { data: await queries.list(c.req.valid("query")), nextCursor: null }),
  );
};
