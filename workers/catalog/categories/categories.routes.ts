import { movedTo, publicJson } from "#catalog/cache.http";
import { languagesOf, spokenHeaders } from "#catalog/texts/languages.http";
import type { App } from "#kernel/routes/app";
import { route } from "#kernel/routes/route";
import { listCategories, readCategory } from "./categories.api";
import type { CategoriesService } from "./categories.service";

/** /v1/categories: the tree as shoppers see it. `own` is the shop's own language. */
export const categoryRoutes = (app: App, categories: CategoriesService, own: string) => {
  route(app, listCategories, async (c) => {
    const languages = languagesOf(c, own, c.req.valid("query").locale);
    const { tree, spoken } = await categories.tree(languages);
    return publicJson(c, { data: tree, nextCursor: null }, [], spokenHeaders(spoken));
  });

  route(app, readCategory, async (c) => {
    const languages = languagesOf(c, own, c.req.valid("query").locale);
    const { category, spoken, isFormer } = await categories.find(c.req.param("slug"), languages);
    if (isFormer) return movedTo(c, `/v1/categories/${encodeURIComponent(category.slug)}`);
    return publicJson(c, category, [], spokenHeaders(spoken));
  });
};
