import type { Context } from "hono";
import { movedQuery, movedTo, pricedJson } from "#catalog/cache.http";
import { LISTS } from "#catalog/edge/tags.rules";
import { lookUpProducts } from "#catalog/products/lookup.api";
import type { LookupService } from "#catalog/products/lookup.service";
import { listProducts, readProduct } from "#catalog/products/products.api";
import type { ProductsService } from "#catalog/products/products.service";
import { languagesOf } from "#catalog/texts/languages.http";
import { userIdOf } from "#kernel/actor";
import type { App, AppEnv } from "#kernel/routes/app";
import { route } from "#kernel/routes/route";

interface Services {
  products: ProductsService;
  lookup: LookupService;
  /** The shop's own language. */
  locale: string;
}

/** Products. */
export const productRoutes = (app: App, { products, lookup, locale: own }: Services) => {
  /** The account is that of a member for whom the gateway asks. */
  const askedBy = (c: Context<AppEnv>, locale: string | undefined) => ({
    userId: userIdOf(c.var.actor),
    languages: languagesOf(c, own, locale),
  });

  route(app, listProducts, async (c) => {
    const query = c.req.valid("query");
    const listed = await products.list(query, askedBy(c, query.locale));
    if ("moved" in listed) return movedQuery(c, listed.moved);
    const { page, ...shown } = listed;
    return pricedJson(c, page, { tags: [LISTS], ...shown });
  });

  // Before `readProduct`, whose path it matches.
  route(app, lookUpProducts, async (c) => {
    const query = c.req.valid("query");
    const { found, ...shown } = await lookup.lookUp(query, askedBy(c, query.locale));
    return pricedJson(c, found, { tags: [LISTS], ...shown });
  });

  route(app, readProduct, async (c) => {
    const idOrSlug = c.req.param("idOrSlug");
    const { locale, ...pricing } = c.req.valid("query");
    const asked = { ...pricing, ...askedBy(c, locale) };
    const { product, isFormer, ...shown } = await products.find(idOrSlug, asked);
    if (isFormer) return movedTo(c, `/v1/products/${encodeURIComponent(product.slug)}`);
    return pricedJson(c, product, { tags: [product.id], ...shown });
  });
};
