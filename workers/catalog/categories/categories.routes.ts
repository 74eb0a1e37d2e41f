import { movedTo, publicJson } from "#catalog/cache.http";
import type { App } from "#kernel/routes/app";
import { route } from "#kernel/routes/route";
import { listCategories, readCategory } from "./categories.api";
import type { CategoriesService } from "./categories.service";

/** /v1/categories: the tree as shoppers see it. */
export const categoryRoutes = (app: App, categories: CategoriesService) => {
  route(app, listCategories, async (c) =>
    publicJson(c, { data: await categories.tree(), nextCursor: null }),
  );

  route(app, readCategory, async (c) => {
    const slug = c.req.param("slug");
    const category = await categories.find(slug);
    if (category.slug !== slug)
      return movedTo(c, `/v1/categories/${encodeURIComponent(category.slug)}`);
    return publicJson(c, category);
  });
};
