import * as z from "zod";
import { Id } from "#kernel/ids";
import { defineRoute } from "#kernel/routes/definition";
import { Line } from "#kernel/text";
import { DEFAULT_LOCATION_ID } from "#orders/stock.contract";
import { OF_STOCK } from "./stock.api";

const variantId = "var_01kb0c6w3mexample00000000000000000000";
const COUNTED_MAX = 1_000_000;

const COUNT_LINES_MAX = 100;
const NewCount = z.strictObject({
  locationId: Id("location").default(DEFAULT_LOCATION_ID),
  lines: z
    .array(z.strictObject({ variantId: Id("variant"), counted: z.int().min(0).max(COUNTED_MAX) }))
    .min(1)
    .max(COUNT_LINES_MAX)
    .refine((lines) => new Set(lines.map((line) => line.variantId)).size === lines.length, {
      error: "must name each variant once",
      params: { code: "duplicate" },
    }),
  reason: Line(200),
});

const StockCount = z
  .strictObject({
    id: Id("stockCount"),
    locationId: Id("location"),
    reason: z.string(),
    lines: z.array(
      z.strictObject({
        variantId: Id("variant"),
        counted: z.int(),
        expected: z.int().describe("On hand by the books before the count."),
        difference: z.int(),
      }),
    ),
  })
  .meta({ id: "StockCount" });

export const countStock = defineRoute({
  ...OF_STOCK,
  method: "POST",
  path: "/v1/admin/inventory/counts",
  operation: "countStock",
  summary: "Book a stock count",
  description:
    "Sets the available units of a location so that the units on hand are those that were counted. On hand are available units, and units of orders that arrived at the location and were not shipped. Fewer units than orders have are 409 `insufficient_stock`. Each difference is a row of the ledger.",
  idempotency: "key",
  body: NewCount,
  query: null,
  answers: { 201: StockCount },
  problems: ["insufficient_stock", "location_unknown", "conflict"],
  example: {
    body: {
      locationId: DEFAULT_LOCATION_ID,
      lines: [{ variantId, counted: 41 }],
      reason: "Yearly count",
    },
    answer: {
      id: "cnt_01kb0c6w3mexample00000000000000000000",
      locationId: DEFAULT_LOCATION_ID,
      reason: "Yearly count",
      lines: [{ variantId, counted: 41, expected: 40, difference: 1 }],
    },
  },
});
