import type { Context } from "hono";
import { PURGING } from "#catalog/cache.http";
import { requirePrincipal } from "#kernel/actor";
import { keyedRequestOf, respondReplayable } from "#kernel/mutations/idempotency.http";
import type { ReplayableAnswer } from "#kernel/mutations/once";
import type { App, AppEnv } from "#kernel/routes/app";
import { entityTag, privateJson } from "#kernel/routes/etag";
import { route } from "#kernel/routes/route";
import {
  changeCategory,
  createCategory,
  deleteCategory,
  listAdminCategories,
  moveCategory,
} from "./admin-categories.api";
import type { CategoryChangesService } from "./category-changes.service";
import { deleteCategoryTranslation, translateCategory } from "./category-translations.api";

const requestOf = async (c: Context<AppEnv>, body: unknown) => ({
  request: await keyedRequestOf(c, { principal: requirePrincipal(c.var.actor), body }),
  ifMatch: c.req.header("if-match"),
});

/** Responds with the changed category. The gateway drops what it has cached, because products show categories. */
const respondChanged = async (answer: ReplayableAnswer) => {
  if (answer.body === "") return respondReplayable(answer, PURGING);
  const { version } = JSON.parse(answer.body) as { version: number };
  return respondReplayable(answer, { ...PURGING, ETag: await entityTag(answer.body, version) });
};

/** /v1/admin/categories: what staff do with the tree of categories. */
export const adminCategoryRoutes = (app: App, categories: CategoryChangesService) => {
  route(app, listAdminCategories, async (c) =>
    privateJson(c, { data: await categories.list(), nextCursor: null }),
  );

  route(app, createCategory, async (c) => {
    const input = c.req.valid("json");
    return respondChanged(await categories.create(input, await requestOf(c, input)));
  });

  route(app, changeCategory, async (c) => {
    const patch = c.req.valid("json");
    const request = await requestOf(c, patch);
    return respondChanged(await categories.change(c.req.param("id"), patch, request));
  });

  route(app, moveCategory, async (c) => {
    const move = c.req.valid("json");
    const request = await requestOf(c, move);
    return respondChanged(await categories.move(c.req.param("id"), move, request));
  });

  route(app, translateCategory, async (c) => {
    const text = c.req.valid("json");
    const { id, locale } = c.req.param();
    return respondChanged(await categories.translate(id, locale, text, await requestOf(c, text)));
  });

  route(app, deleteCategoryTranslation, async (c) => {
    const { id, locale } = c.req.param();
    const request = await requestOf(c, null);
    return respondChanged(await categories.deleteTranslation(id, locale, request));
  });

  route(app, deleteCategory, async (c) =>
    respondChanged(await categories.remove(c.req.param("id"), await requestOf(c, null))),
  );
};
