import { movedQuery, movedTo, publicJson } from "#catalog/cache.http";
import { LISTS } from "#catalog/edge/tags.rules";
import { listProducts, readProduct } from "#catalog/products/products.api";
import type { ProductsService } from "#catalog/products/products.service";
import type { App } from "#kernel/routes/app";
import { route } from "#kernel/routes/route";

interface Services {
  products: ProductsService;
}

/** Products. */
export const productRoutes = (app: App, { products }: Services) => {
  route(app, listProducts, async (c) => {
    const listed = await products.list(c.req.valid("query"));
    if ("moved" in listed) return movedQuery(c, listed.moved);
    return publicJson(c, listed.page, [LISTS]);
  });

  route(app, readProduct, async (c) => {
    const idOrSlug = c.req.param("idOrSlug");
    const product = await products.find(idOrSlug, c.req.valid("query").currency);
    const isCurrent = idOrSlug === product.slug || idOrSlug === product.id;
    if (!isCurrent) return movedTo(c, `/v1/products/${encodeURIComponent(product.slug)}`);
    return publicJson(c, product, [product.id]);
  });
};
