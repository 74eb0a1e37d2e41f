import { z } from "zod";
import { publicJson } from "#catalog/cache.http";
import type { CategoriesService } from "#catalog/products/categories.service";
import type { ProductsService } from "#catalog/products/products.service";
import { ProductQuery } from "#contract/catalog";
import { Currency } from "#kernel/money";
import { access } from "#kernel/routes/access";
import type { App } from "#kernel/routes/app";
import { query } from "#kernel/routes/validate";

interface Services {
  products: ProductsService;
  categories: CategoriesService;
}

const CurrencyQuery = z.strictObject({ currency: Currency.optional() });
const NoQuery = z.strictObject({});

/** Products and categories. */
export const productRoutes = (app: App, { products, categories }: Services) => {
  app.get("/v1/products", access("public", "browse"), query(ProductQuery), async (c) => {
    const page = await products.list(c.req.valid("query"));
    return publicJson(
      c,
      page,
      page.data.map(({ id }) => id),
    );
  });

  app.get("/v1/products/:idOrSlug", access("public", "browse"), query(CurrencyQuery), async (c) => {
    const product = await products.find(c.req.param("idOrSlug"), c.req.valid("query").currency);
    return publicJson(c, product, [product.id]);
  });

  app.get("/v1/categories", access("public", "browse"), query(NoQuery), async (c) =>
    publicJson(c, { data: await categories.tree(), nextCursor: null }),
  );

  app.get("/v1/categories/:slug", access("public", "browse"), query(NoQuery), async (c) =>
    publicJson(c, await categories.find(c.req.param("slug"))),
  );
};
