import * as z from "zod";
import { Id } from "#kernel/ids";
import { defineRoute } from "#kernel/routes/definition";
import { PageQuery, pageSchema } from "#kernel/routes/page";
import { ACCOUNTS, DEFAULT_LOCATION_ID } from "#orders/stock.contract";
import { OF_STOCK } from "./stock.api";

const variantId = "var_01kb0c6w3mexample00000000000000000000";

const Side = z.strictObject({ account: z.enum(ACCOUNTS), locationId: Id("location") });
const Transfer = z
  .strictObject({
    id: z.string(),
    variantId: Id("variant"),
    quantity: z.int(),
    from: Side,
    to: Side,
    reason: z.string(),
    reference: z.string().describe("The order, relocation or member of staff."),
    createdAt: z.iso.datetime(),
  })
  .meta({ id: "StockTransfer" });

export const listTransfers = defineRoute({
  ...OF_STOCK,
  method: "GET",
  path: "/v1/admin/inventory/transfers",
  operation: "listTransfers",
  summary: "List the stock ledger, newest first",
  description:
    "Every change of a balance is a transfer of units between two accounts. The balance of an account is the sum of its transfers. `world` is outside the shop; `backorder` owes units to orders.",
  idempotency: "safe",
  body: null,
  query: z.strictObject({
    ...PageQuery,
    variantId: Id("variant").optional(),
    locationId: Id("location").optional(),
    reference: z.string().max(60).optional(),
    since: z.iso.datetime().optional(),
    until: z.iso.datetime().optional(),
  }),
  answers: { 200: pageSchema(Transfer) },
  problems: [],
  example: {
    query: { variantId },
    answer: {
      data: [
        {
          id: `ord_01kb0c6w3mexample00000000000000000000:reserve:${variantId}:${DEFAULT_LOCATION_ID}`,
          variantId,
          quantity: 2,
          from: { account: "available", locationId: DEFAULT_LOCATION_ID },
          to: { account: "reserved", locationId: DEFAULT_LOCATION_ID },
          reason: "reserve",
          reference: "ord_01kb0c6w3mexample00000000000000000000",
          createdAt: "2026-11-26T09:30:00.000Z",
        },
      ],
      nextCursor: null,
    },
  },
});
