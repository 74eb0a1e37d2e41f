import { movedTo, publicJson } from "#catalog/cache.http";
import type { CategoriesService } from "#catalog/products/categories.service";
import {
  listCategories,
  listProducts,
  readCategory,
  readProduct,
} from "#catalog/products/products.api";
import type { ProductsService } from "#catalog/products/products.service";
import type { App } from "#kernel/routes/app";
import { route } from "#kernel/routes/route";

interface Services {
  products: ProductsService;
  categories: CategoriesService;
}

/** Products and categories. */
export const productRoutes = (app: App, { products, categories }: Services) => {
  route(app, listProducts, async (c) => {
    const page = await products.list(c.req.valid("query"));
    return publicJson(
      c,
      page,
      page.data.map(({ id }) => id),
    );
  });

  route(app, readProduct, async (c) => {
    const idOrSlug = c.req.param("idOrSlug");
    const product = await products.find(idOrSlug, c.req.valid("query").currency);
    const isCurrent = idOrSlug === product.slug || idOrSlug === product.id;
    if (!isCurrent) return movedTo(c, `/v1/products/${encodeURIComponent(product.slug)}`);
    return publicJson(c, product, [product.id]);
  });

  route(app, listCategories, async (c) =>
    publicJson(c, { data: await categories.tree(), nextCursor: null }),
  );

  route(app, readCategory, async (c) => publicJson(c, await categories.find(c.req.param("slug"))));
};
