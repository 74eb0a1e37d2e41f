import type { Context } from "hono";
import {
  deleteCuration,
  deleteSynonym,
  listCurations,
  listSynonyms,
  putCuration,
  putSynonym,
} from "#catalog/search/search-rules.api";
import type { SearchRulesService } from "#catalog/search/search-rules.service";
import { requirePrincipal } from "#kernel/actor";
import { keyedRequestOf, respondReplayable } from "#kernel/mutations/idempotency.http";
import type { App, AppEnv } from "#kernel/routes/app";
import { privateJson } from "#kernel/routes/etag";
import { route } from "#kernel/routes/route";

const requestOf = (c: Context<AppEnv>, body: unknown) =>
  keyedRequestOf(c, { principal: requirePrincipal(c.var.actor), body });

/** Synonyms, and products that are pinned or hidden for a query. */
export const searchRulesRoutes = (app: App, rules: SearchRulesService) => {
  route(app, listSynonyms, async (c) =>
    privateJson(c, { data: await rules.list("synonym"), nextCursor: null }),
  );
  route(app, putSynonym, async (c) => {
    const rule = c.req.valid("json");
    const request = await requestOf(c, rule);
    return respondReplayable(await rules.put("synonym", { id: c.req.param("id"), rule }, request));
  });
  route(app, deleteSynonym, async (c) =>
    respondReplayable(await rules.delete("synonym", c.req.param("id"), await requestOf(c, null))),
  );

  route(app, listCurations, async (c) =>
    privateJson(c, { data: await rules.list("curation"), nextCursor: null }),
  );
  route(app, putCuration, async (c) => {
    const rule = c.req.valid("json");
    const request = await requestOf(c, rule);
    return respondReplayable(await rules.put("curation", { id: c.req.param("id"), rule }, request));
  });
  route(app, deleteCuration, async (c) =>
    respondReplayable(await rules.delete("curation", c.req.param("id"), await requestOf(c, null))),
  );
};
