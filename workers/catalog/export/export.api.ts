import * as z from "zod";
import { ProductFilter } from "#catalog/admin-products.contract";
import { LAYOUTS } from "#catalog/import/shopify.layouts.rules";
import { PaymentCurrency } from "#contract/payments";
import { defineRoute } from "#kernel/routes/definition";

export const exportProducts = defineRoute({
  method: "GET",
  path: "/v1/admin/products/export",
  operation: "exportProducts",
  summary: "Export products as a Shopify product CSV",
  description:
    "All products, or those of the filters of the list. An import of the file changes nothing. Cells are written as they are: a spreadsheet that opens the file must import them as text, because one that begins with `=`, `+`, `-` or `@` would be a formula there.",
  tag: "admin-catalog",
  access: "staff",
  scope: "catalog",
  rate: "staff",
  idempotency: "safe",
  body: null,
  query: z.strictObject({
    ...ProductFilter.shape,
    layout: z
      .enum(LAYOUTS)
      .default("present")
      .describe("The column names of Shopify's files: of today, or until 2025 (`former`)."),
    currency: PaymentCurrency.optional().describe(
      "The currency of its prices, by default the shop's.",
    ),
  }),
  answers: { 200: { contentTypes: ["text/csv"], description: "The file in UTF-8." } },
  problems: [],
  headers: ["Content-Disposition"],
  example: {
    query: { status: "published" },
    answer: "Title,URL handle,Price\r\nPaper lantern,paper-lantern,12.50\r\n",
  },
});
