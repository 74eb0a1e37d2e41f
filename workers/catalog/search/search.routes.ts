import { shared } from "#catalog/cache.http";
import type { SearchService } from "#catalog/search/search.service";
import { SearchQuery, SuggestQuery } from "#contract/catalog";
import { access } from "#kernel/access";
import type { App } from "#kernel/app";
import { query } from "#kernel/validate";

/** Nothing found, or not by the search engine, may be otherwise in a moment: nobody is to keep that. */
const PASSING = { "Cache-Control": "no-store" };

/** Search and suggestions. */
export const searchRoutes = (app: App, search: SearchService) => {
  app.get("/v1/search", access("public", "search"), query(SearchQuery), async (c) => {
    const answer = await search.search(c.req.valid("query"));
    if (answer.degraded || answer.data.length === 0) return c.json(answer, 200, PASSING);
    return shared(
      c,
      answer,
      answer.data.map(({ id }) => id),
    );
  });

  app.get("/v1/search/suggest", access("public", "search"), query(SuggestQuery), async (c) => {
    const data = await search.suggest(c.req.valid("query").q);
    return data.length === 0 ? c.json({ data }, 200, PASSING) : shared(c, { data });
  });
};
