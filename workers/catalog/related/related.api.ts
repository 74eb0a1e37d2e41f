import { PRODUCT_EXAMPLE } from "#catalog/products/product.example.rules";
import { RelatedInput, RelatedPicks, RelatedQuery } from "#catalog/related.contract";
import { Product } from "#contract/catalog";
import { defineRoute } from "#kernel/routes/definition";
import { pageSchema } from "#kernel/routes/page";

export const listRelatedProducts = defineRoute({
  method: "GET",
  path: "/v1/products/:idOrSlug/related",
  operation: "listRelatedProducts",
  summary: "List the products to show beside a product",
  description:
    "At most 12, complete on one page: those that staff picked, in their order, and then those that share most of its categories and tags. Leaves out products that have no price in the currency.",
  tag: "catalog",
  access: "public",
  rate: "browse",
  idempotency: "safe",
  body: null,
  query: RelatedQuery,
  answers: {
    200: pageSchema(Product),
    301: { description: "The slug is a former one; `Location` has the current path." },
  },
  problems: [],
  headers: ["Location", "Content-Language"],
  example: {
    params: { idOrSlug: "rice-paper-lamp" },
    answer: { data: [PRODUCT_EXAMPLE], nextCursor: null },
  },
});

const OF_PICKS = {
  path: "/v1/admin/products/:id/related",
  tag: "admin-catalog",
  access: "staff",
  scope: "catalog",
  rate: "staff",
  query: null,
  answers: { 200: RelatedPicks },
} as const;
const PARAMS = { id: "prd_01kb0c6w3mexample00000000000000000001" };
const PICKS = { productIds: [PRODUCT_EXAMPLE.id], version: 4 };

export const readRelatedPicks = defineRoute({
  ...OF_PICKS,
  method: "GET",
  operation: "readRelatedPicks",
  summary: "Read the products that staff picked to be shown beside a product",
  idempotency: "safe",
  body: null,
  problems: [],
  example: { params: PARAMS, answer: PICKS },
});

export const pickRelatedProducts = defineRoute({
  ...OF_PICKS,
  method: "PUT",
  operation: "pickRelatedProducts",
  summary: "Replace the products that are shown first beside a product",
  description:
    "At most 12, in their order. `If-Match` with the `ETag` of the product or of its picks protects from overwriting the change of other staff.",
  idempotency: "key",
  body: RelatedInput,
  problems: ["product_invalid", "precondition_failed", "conflict"],
  example: { params: PARAMS, body: { productIds: PICKS.productIds }, answer: PICKS },
});
