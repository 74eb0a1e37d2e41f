import { movedQuery, publicJson } from "#catalog/cache.http";
import { LISTS } from "#catalog/edge/tags.rules";
import { listSearchQueries } from "#catalog/queries/queries.api";
import type { QueriesService } from "#catalog/queries/queries.service";
import { searchProducts, suggestProducts } from "#catalog/search/search.api";
import type { SearchService } from "#catalog/search/search.service";
import type { App } from "#kernel/routes/app";
import { privateJson } from "#kernel/routes/etag";
import { route } from "#kernel/routes/route";

/** Empty and degraded results are not cached: they may be better in a moment. */
const UNCACHED = { "Cache-Control": "no-store" };

interface Services {
  search: SearchService;
  queries: QueriesService;
}

/** Search and suggestions, and what was searched for. */
export const searchRoutes = (app: App, { search, queries }: Services) => {
  route(app, searchProducts, async (c) => {
    const found = await search.search(c.req.valid("query"));
    if ("moved" in found) return movedQuery(c, found.moved);
    const results = found.page;
    if (results.degraded || results.data.length === 0) return c.json(results, 200, UNCACHED);
    return publicJson(c, results, [LISTS]);
  });

  route(app, suggestProducts, async (c) => {
    const data = await search.suggest(c.req.valid("query").q);
    return data.length === 0 ? c.json({ data }, 200, UNCACHED) : publicJson(c, { data }, [LISTS]);
  });

  route(app, listSearchQueries, async (c) =>
    privateJson(c, { data: await queries.list(c.req.valid("query")), nextCursor: null }),
  );
};
