import type { Context } from "hono";
import {
  changeProduct,
  createProduct,
  deleteProduct,
  listAdminProducts,
  readAdminProduct,
} from "#catalog/changes/admin-products.api";
import type { AdminProductsService } from "#catalog/changes/admin-products.service";
import {
  addVariant,
  changeVariant,
  removeVariant,
  setPrices,
} from "#catalog/changes/admin-variants.api";
import { respondChanged } from "#catalog/changes/answer.http";
import type { ProductsWritingService } from "#catalog/changes/products-writing.service";
import type { VariantsWritingService } from "#catalog/changes/variants-writing.service";
import { requirePrincipal } from "#kernel/actor";
import { keyedRequestOf } from "#kernel/mutations/idempotency.http";
import type { App, AppEnv } from "#kernel/routes/app";
import { jsonWithEtag, PRIVATE, privateJson } from "#kernel/routes/etag";
import { route } from "#kernel/routes/route";

interface Services {
  products: AdminProductsService;
  productsWriting: ProductsWritingService;
  variantsWriting: VariantsWritingService;
}

/** Returns the headers of a change. */
const requestOf = async (c: Context<AppEnv>, body: unknown) => ({
  request: await keyedRequestOf(c, { principal: requirePrincipal(c.var.actor), body }),
  ifMatch: c.req.header("if-match"),
});

/** /v1/admin/products and /v1/admin/variants: what staff do with products. */
export const adminProductRoutes = (
  app: App,
  { products, productsWriting, variantsWriting }: Services,
) => {
  route(app, listAdminProducts, async (c) =>
    privateJson(c, await products.list(c.req.valid("query"))),
  );

  route(app, createProduct, async (c) => {
    const input = c.req.valid("json");
    return respondChanged(await productsWriting.create(input, await requestOf(c, input)));
  });

  route(app, readAdminProduct, async (c) => {
    const { product, version } = await products.read(c.req.param("id"));
    return jsonWithEtag(c, product, { version, headers: PRIVATE });
  });

  route(app, changeProduct, async (c) => {
    const patch = c.req.valid("json");
    const request = await requestOf(c, patch);
    return respondChanged(await productsWriting.change(c.req.param("id"), patch, request));
  });

  route(app, deleteProduct, async (c) =>
    respondChanged(await productsWriting.delete(c.req.param("id"), await requestOf(c, null))),
  );

  route(app, addVariant, async (c) => {
    const input = c.req.valid("json");
    const request = await requestOf(c, input);
    return respondChanged(await variantsWriting.add(c.req.param("id"), input, request));
  });

  route(app, changeVariant, async (c) => {
    const patch = c.req.valid("json");
    const request = await requestOf(c, patch);
    return respondChanged(await variantsWriting.change(c.req.param("id"), patch, request));
  });

  route(app, setPrices, async (c) => {
    const body = c.req.valid("json");
    const request = await requestOf(c, body);
    return respondChanged(await variantsWriting.setPrices(c.req.param("id"), body.prices, request));
  });

  route(app, removeVariant, async (c) =>
    respondChanged(await variantsWriting.remove(c.req.param("id"), await requestOf(c, null))),
  );
};
