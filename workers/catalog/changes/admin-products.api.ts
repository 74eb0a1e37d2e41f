import {
  AdminProduct,
  AdminProductQuery,
  ListedAdminProduct,
  ProductCreation,
  ProductPatch,
} from "#catalog/admin-products.contract";
import {
  ADMIN_PRODUCT_EXAMPLE,
  CREATION_EXAMPLE,
  LISTED_PRODUCT_EXAMPLE,
} from "#catalog/changes/product.example.rules";
import { defineRoute } from "#kernel/routes/definition";
import { pageSchema } from "#kernel/routes/page";

/** What all routes of products for staff share. */
const OF_STAFF = {
  tag: "admin-catalog",
  access: "staff",
  scope: "catalog",
  rate: "staff",
  query: null,
} as const;

const READ = { method: "GET", idempotency: "safe", body: null, problems: [] } as const;
const PARAMS = { id: ADMIN_PRODUCT_EXAMPLE.id };

const IF_MATCH =
  "`If-Match` with the `ETag` of a read protects from overwriting the change of other staff.";

export const listAdminProducts = defineRoute({
  ...OF_STAFF,
  ...READ,
  path: "/v1/admin/products",
  operation: "listAdminProducts",
  summary: "List products in any status",
  description: "The newest first; with `q` the products of a SKU or barcode, else by title.",
  query: AdminProductQuery,
  answers: { 200: pageSchema(ListedAdminProduct) },
  example: {
    query: { status: "published", q: "paper" },
    answer: { data: [LISTED_PRODUCT_EXAMPLE], nextCursor: null },
  },
});

export const createProduct = defineRoute({
  ...OF_STAFF,
  method: "POST",
  path: "/v1/admin/products",
  operation: "createProduct",
  summary: "Create a product with its variants",
  description:
    "A draft unless `status` says otherwise. Attributes are those that the shop defines. A SKU belongs to one variant; barcodes may repeat.",
  idempotency: "key",
  body: ProductCreation,
  answers: { 201: AdminProduct },
  problems: ["product_invalid", "slug_taken", "sku_taken", "conflict"],
  headers: ["Location"],
  example: {
    headers: { "Idempotency-Key": "create-paper-lantern" },
    body: CREATION_EXAMPLE,
    answer: ADMIN_PRODUCT_EXAMPLE,
  },
});

export const readAdminProduct = defineRoute({
  ...OF_STAFF,
  ...READ,
  path: "/v1/admin/products/:id",
  operation: "readAdminProduct",
  summary: "Read a product with all prices, in any status",
  answers: { 200: AdminProduct },
  example: { params: PARAMS, answer: ADMIN_PRODUCT_EXAMPLE },
});

export const changeProduct = defineRoute({
  ...OF_STAFF,
  method: "PATCH",
  path: "/v1/admin/products/:id",
  operation: "changeProduct",
  summary: "Change a product",
  description: `A JSON merge patch (RFC 7396). ${IF_MATCH} \`options\` names all options that the product keeps: \`formerName\` renames one, \`initialValue\` is the value of existing variants for a new one. A former slug redirects to the new one. \`publishAt\` and \`unpublishAt\` are kept to the minute.`,
  idempotency: "key",
  body: ProductPatch,
  answers: { 200: AdminProduct },
  problems: ["product_invalid", "slug_taken", "precondition_failed", "conflict"],
  example: {
    params: PARAMS,
    headers: { "If-Match": '"3"' },
    body: { slug: "paper-lantern", tags: ["gift"] },
    answer: ADMIN_PRODUCT_EXAMPLE,
  },
});

export const deleteProduct = defineRoute({
  ...OF_STAFF,
  method: "DELETE",
  path: "/v1/admin/products/:id",
  operation: "deleteProduct",
  summary: "Delete a product",
  description: `It leaves the shop and the search index; orders keep what they sold. A bundle of which it is a part cannot be bought any more. ${IF_MATCH}`,
  idempotency: "key",
  body: null,
  answers: { 204: { description: "The product is deleted." } },
  problems: ["precondition_failed", "conflict"],
  example: { params: PARAMS, answer: null },
});
