import { publicJson } from "#catalog/cache.http";
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
    const product = await products.find(c.req.param("idOrSlug"), c.req.valid("query").currency);
    return publicJson(c, product, [product.id]);
  });

  route(app, listCategories, async (c) =>
    publicJson(c, { data: await categories.tree(), nextCursor: null }),
  );

  route(app, readCategory, async (c) => publicJson(c, await categories.find(c.req.param("slug"))));
};
