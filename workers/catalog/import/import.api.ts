import * as z from "zod";
import { Job } from "#catalog/jobs.contract";
import { ImportReport } from "#contract/catalog";
import { PaymentCurrency } from "#contract/payments";
import { defineRoute } from "#kernel/routes/definition";

export const importProducts = defineRoute({
  method: "POST",
  path: "/v1/admin/products/import",
  operation: "importProducts",
  summary: "Import products from a Shopify product CSV",
  description:
    "Creates and updates products by their handle. Importing the same file again changes nothing. Rows with errors are left out and reported. When an error ends the import, earlier batches of the file stay imported. A file of over 1 MiB, or one with `Prefer: respond-async`, is stored and imported by a job.",
  tag: "admin-catalog",
  access: "staff",
  scope: "catalog",
  rate: "staff",
  idempotency: "key",
  body: {
    contentTypes: ["text/csv"],
    description: "The file in UTF-8, at most 20 MiB.",
  },
  query: z.strictObject({
    currency: PaymentCurrency.optional().describe(
      "The currency of its prices, by default the shop's.",
    ),
  }),
  answers: { 200: ImportReport, 202: Job },
  problems: ["conflict", "unsupported_media_type"],
  headers: ["Location"],
  example: {
    query: { currency: "EUR" },
    headers: { "Content-Type": "text/csv", "Idempotency-Key": "import-2026-11-26" },
    body: "Handle,Title,Variant SKU,Variant Price\npaper-lantern,Paper lantern,LANTERN-S,12.50\n",
    answer: {
      products: { created: 1, updated: 0, unchanged: 0 },
      variants: { created: 1, updated: 0, unchanged: 0, removed: 0 },
      errors: [],
    },
  },
});
