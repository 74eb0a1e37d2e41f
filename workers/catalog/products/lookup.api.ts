import { Lookup, LookupQuery } from "#catalog/lookup.contract";
import { PRODUCT_EXAMPLE } from "#catalog/products/product.example.rules";
import { defineRoute } from "#kernel/routes/definition";

export const lookUpProducts = defineRoute({
  method: "GET",
  path: "/v1/products/lookup",
  operation: "lookUpProducts",
  summary: "Look up published products by their ids, or by SKUs or barcodes of their variants",
  description:
    "Takes exactly one of `ids`, `skus` and `barcodes`. A variant without a price in the currency counts as missing. A product whose slug is `lookup` is read by its id.",
  tag: "catalog",
  access: "public",
  rate: "browse",
  idempotency: "safe",
  body: null,
  query: LookupQuery,
  answers: { 200: Lookup },
  problems: [],
  headers: ["Content-Language"],
  example: {
    query: { skus: "RPL-S,RPL-XL" },
    answer: { data: [PRODUCT_EXAMPLE], missing: ["RPL-XL"] },
  },
});
