import { AdminVariant, VariantCreation, VariantPatch } from "#catalog/admin-variants.contract";
import { ADMIN_VARIANT_EXAMPLE, CREATION_EXAMPLE } from "#catalog/changes/product.example.rules";
import { PricesReplacement } from "#catalog/prices.contract";
import { defineRoute } from "#kernel/routes/definition";

/** What all routes of variants share. The `ETag` of a variant is that of its product. */
const OF_VARIANTS = {
  tag: "admin-catalog",
  access: "staff",
  scope: "catalog",
  rate: "staff",
  query: null,
  idempotency: "key",
} as const;

const PARAMS = { id: ADMIN_VARIANT_EXAMPLE.id };
const IF_MATCH =
  "`If-Match` takes the `ETag` of the product, whose version grows with each change of a variant.";

export const addVariant = defineRoute({
  ...OF_VARIANTS,
  method: "POST",
  path: "/v1/admin/products/:id/variants",
  operation: "addVariant",
  summary: "Add a variant to a product",
  description: `Behind the others, of which a product has at most 2,000. ${IF_MATCH}`,
  body: VariantCreation,
  answers: { 201: AdminVariant },
  problems: ["product_invalid", "sku_taken", "precondition_failed", "conflict"],
  example: {
    params: { id: ADMIN_VARIANT_EXAMPLE.productId },
    body: CREATION_EXAMPLE.variants[0],
    answer: ADMIN_VARIANT_EXAMPLE,
  },
});

export const changeVariant = defineRoute({
  ...OF_VARIANTS,
  method: "PATCH",
  path: "/v1/admin/variants/:id",
  operation: "changeVariant",
  summary: "Change a variant",
  description: `A JSON merge patch (RFC 7396). ${IF_MATCH}`,
  body: VariantPatch,
  answers: { 200: AdminVariant },
  problems: ["product_invalid", "sku_taken", "precondition_failed", "conflict"],
  example: {
    params: PARAMS,
    body: { sku: "LANTERN-S", weightGrams: 180 },
    answer: ADMIN_VARIANT_EXAMPLE,
  },
});

export const removeVariant = defineRoute({
  ...OF_VARIANTS,
  method: "DELETE",
  path: "/v1/admin/variants/:id",
  operation: "removeVariant",
  summary: "Remove a variant from its product",
  description: `A published product keeps at least one variant with a price. ${IF_MATCH}`,
  body: null,
  answers: { 204: { description: "The variant is removed." } },
  problems: ["product_invalid", "precondition_failed", "conflict"],
  example: { params: PARAMS, answer: null },
});

export const setPrices = defineRoute({
  ...OF_VARIANTS,
  method: "PUT",
  path: "/v1/admin/variants/:id/prices",
  operation: "setVariantPrices",
  summary: "Replace the prices of a variant",
  description: `A currency that the list does not name has no price any more. ${IF_MATCH}`,
  body: PricesReplacement,
  answers: { 200: AdminVariant },
  problems: ["product_invalid", "precondition_failed", "conflict"],
  example: {
    params: PARAMS,
    body: { prices: [{ currency: "EUR", amount: 1250 }] },
    answer: ADMIN_VARIANT_EXAMPLE,
  },
});
