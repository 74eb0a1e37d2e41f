import { movedQuery, movedTo, pricedJson } from "#catalog/cache.http";
import { LISTS } from "#catalog/edge/tags.rules";
import { lookUpProducts } from "#catalog/products/lookup.api";
import type { LookupService } from "#catalog/products/lookup.service";
import { listProducts, readProduct } from "#catalog/products/products.api";
import type { ProductsService } from "#catalog/products/products.service";
import type { Actor } from "#kernel/actor";
import type { App } from "#kernel/routes/app";
import { route } from "#kernel/routes/route";

interface Services {
  products: ProductsService;
  lookup: LookupService;
}

/** Returns the account of the member for whom the gateway asks; null for others. */
const accountOf = (actor: Actor) => (actor.kind === "user" ? actor.userId : null);

/** Products. */
export const productRoutes = (app: App, { products, lookup }: Services) => {
  route(app, listProducts, async (c) => {
    const listed = await products.list(c.req.valid("query"), accountOf(c.var.actor));
    if ("moved" in listed) return movedQuery(c, listed.moved);
    const { page, isPricedForMembers } = listed;
    return pricedJson(c, page, { tags: [LISTS], isPricedForMembers });
  });

  // Before `readProduct`, whose path it matches.
  route(app, lookUpProducts, async (c) => {
    const query = c.req.valid("query");
    const { isPricedForMembers, ...found } = await lookup.lookUp(query, accountOf(c.var.actor));
    return pricedJson(c, found, { tags: [LISTS], isPricedForMembers });
  });

  route(app, readProduct, async (c) => {
    const idOrSlug = c.req.param("idOrSlug");
    const asked = { ...c.req.valid("query"), userId: accountOf(c.var.actor) };
    const { product, isPricedForMembers } = await products.find(idOrSlug, asked);
    const isCurrent = idOrSlug === product.slug || idOrSlug === product.id;
    if (!isCurrent) return movedTo(c, `/v1/products/${encodeURIComponent(product.slug)}`);
    return pricedJson(c, product, { tags: [product.id], isPricedForMembers });
  });
};
