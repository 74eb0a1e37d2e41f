import * as z from "zod";
import { Id } from "#kernel/ids";
import { defineRoute } from "#kernel/routes/definition";
import { PageQuery, pageSchema } from "#kernel/routes/page";
import { Line } from "#kernel/text";
import { DEFAULT_LOCATION_ID, StockLevel } from "#orders/stock.contract";

const DELTA_MAX = 1_000_000;

const MAX = 1_000_000;
const Count = z.int().min(0).max(MAX);

const Preorder = z
  .strictObject({
    availableFrom: z.iso.datetime().describe("Until this time the variant is sold without stock."),
    max: z.int().min(1).max(MAX).nullable(),
  })
  .describe(
    "`max` is the number of units that orders may wait for at a time; null without a limit.",
  );

const Rules = z.strictObject({
  perBuyerMax: z
    .int()
    .min(1)
    .max(MAX)
    .nullable()
    .describe("The units of the variant in all orders of one buyer; null without a limit."),
  backorderMax: Count.nullable().describe(
    "The units that orders may wait for, if the product's `inventoryPolicy` is `continue`; null without a limit.",
  ),
  preorder: Preorder.nullable(),
});

const StockRecord = StockLevel.extend({
  productId: Id("product"),
  sku: z.string().nullable(),
  threshold: z.int(),
  ...Rules.shape,
  updatedAt: z.iso.datetime(),
}).meta({ id: "StockRecord" });

const Reservation = z
  .strictObject({
    orderId: Id("order"),
    variantId: Id("variant"),
    quantity: z.int(),
    state: z.enum(["held", "committed", "released"]),
    createdAt: z.iso.datetime(),
  })
  .meta({ id: "Reservation" });

const NewAdjustment = z.strictObject({
  variantId: Id("variant"),
  locationId: Id("location").default(DEFAULT_LOCATION_ID),
  delta: z
    .int()
    .min(-DELTA_MAX)
    .max(DELTA_MAX)
    .refine((delta) => delta !== 0, { error: "must not be 0", params: { code: "zero" } }),
  reason: Line(200),
});

const variantId = "var_01kb0c6w3mexample00000000000000000000";
const BALANCES = { available: 38, reserved: 2, sold: 10, inTransit: 0, backordered: 0 };
const LEVEL_EXAMPLE = {
  variantId,
  ...BALANCES,
  version: 7,
  locations: [{ locationId: DEFAULT_LOCATION_ID, ...BALANCES }],
};

const RULES_EXAMPLE = {
  perBuyerMax: 4,
  backorderMax: null,
  preorder: { availableFrom: "2026-12-24T00:00:00.000Z", max: 100 },
};
const RECORD_EXAMPLE = {
  ...LEVEL_EXAMPLE,
  productId: "prd_01kb0c6w3mexample00000000000000000000",
  sku: "LANTERN-S",
  threshold: 5,
  ...RULES_EXAMPLE,
  updatedAt: "2026-11-26T09:30:00.000Z",
};
const params = { id: variantId };

/** The properties that all routes of stock share. */
export const OF_STOCK = {
  tag: "admin-inventory",
  access: "staff",
  scope: "inventory",
  rate: "staff",
} as const;

export const listStock = defineRoute({
  ...OF_STOCK,
  method: "GET",
  path: "/v1/admin/inventory",
  operation: "listStock",
  summary: "List the stock of variants",
  idempotency: "safe",
  body: null,
  query: z.strictObject({
    ...PageQuery,
    sku: z.string().max(100).optional(),
    variantId: Id("variant").optional(),
    productId: Id("product").optional(),
    locationId: Id("location").optional(),
    low: z.literal("true").optional().describe("Only variants at or below their threshold."),
  }),
  answers: { 200: pageSchema(StockRecord) },
  problems: [],
  example: {
    query: { sku: "LANTERN-S" },
    answer: {
      data: [RECORD_EXAMPLE],
      nextCursor: null,
    },
  },
});

export const listReservations = defineRoute({
  ...OF_STOCK,
  method: "GET",
  path: "/v1/admin/inventory/reservations",
  operation: "listReservations",
  summary: "List the units that unpaid orders hold",
  idempotency: "safe",
  body: null,
  query: z.strictObject(PageQuery),
  answers: { 200: pageSchema(Reservation) },
  problems: [],
  example: {
    answer: {
      data: [
        {
          orderId: "ord_01kb0c6w3mexample00000000000000000000",
          variantId,
          quantity: 2,
          state: "held",
          createdAt: "2026-11-26T09:30:00.000Z",
        },
      ],
      nextCursor: null,
    },
  },
});

export const adjustStock = defineRoute({
  ...OF_STOCK,
  method: "POST",
  path: "/v1/admin/inventory/adjustments",
  operation: "adjustStock",
  summary: "Correct the stock of a variant",
  description:
    "`delta` is added to the available units of the location, by default of the default location, which never fall below 0. Units that orders wait for go to the oldest of them.",
  idempotency: "key",
  body: NewAdjustment,
  query: null,
  answers: { 201: StockLevel },
  problems: ["insufficient_stock", "location_unknown", "conflict"],
  example: {
    body: { variantId, delta: 12, reason: "Delivery of 26 November" },
    answer: LEVEL_EXAMPLE,
  },
});

export const setThreshold = defineRoute({
  ...OF_STOCK,
  method: "PUT",
  path: "/v1/admin/inventory/:id/threshold",
  operation: "setThreshold",
  summary: "Set the low-stock threshold of a variant",
  description:
    "`inventory.low` occurs when no more units than this can be sold online, and again when none is left.",
  idempotency: "key",
  body: z.strictObject({ threshold: Count }),
  query: null,
  answers: { 200: StockRecord },
  problems: ["conflict"],
  example: { params, body: { threshold: 5 }, answer: RECORD_EXAMPLE },
});

export const setStockRules = defineRoute({
  ...OF_STOCK,
  method: "PUT",
  path: "/v1/admin/inventory/:id/rules",
  operation: "setStockRules",
  summary: "Set the limits, backorders and pre-order of a variant",
  idempotency: "key",
  body: Rules,
  query: null,
  answers: { 200: StockRecord },
  problems: ["conflict"],
  example: { params, body: RULES_EXAMPLE, answer: RECORD_EXAMPLE },
});
