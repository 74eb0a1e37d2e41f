import * as z from "zod";
import { Id } from "#kernel/ids";
import { defineRoute } from "#kernel/routes/definition";
import { PageQuery, pageSchema } from "#kernel/routes/page";
import { Line } from "#kernel/text";
import { DEFAULT_LOCATION_ID, RELOCATION_STATUSES } from "#orders/stock.contract";

const LINES_MAX = 100;
const QUANTITY_MAX = 1_000_000;
const Quantity = z.int().min(1).max(QUANTITY_MAX);
const Part = z.int().min(0).max(QUANTITY_MAX).default(0);

/** Returns the schema of a list of lines, of which each names another variant. */
const linesOf = <Line extends z.ZodType<{ variantId: string }>>(line: Line) =>
  z
    .array(line)
    .min(1)
    .max(LINES_MAX)
    .refine((lines) => new Set(lines.map(({ variantId }) => variantId)).size === lines.length, {
      error: "must name each variant once",
      params: { code: "duplicate" },
    });

const NewRelocation = z
  .strictObject({
    fromLocationId: Id("location"),
    toLocationId: Id("location"),
    lines: linesOf(z.strictObject({ variantId: Id("variant"), quantity: Quantity })),
    reason: Line(200).nullable().default(null),
  })
  .refine(({ fromLocationId, toLocationId }) => fromLocationId !== toLocationId, {
    error: "must be another location",
    path: ["toLocationId"],
    params: { code: "same_location" },
  });

const Outcome = z
  .strictObject({ variantId: Id("variant"), received: Part, lost: Part, returned: Part })
  .refine(({ received, lost, returned }) => received + lost + returned > 0, {
    error: "must name at least one unit",
    params: { code: "too_small" },
  });

const Relocation = z
  .strictObject({
    id: Id("relocation"),
    fromLocationId: Id("location"),
    toLocationId: Id("location"),
    status: z.enum(RELOCATION_STATUSES),
    reason: z.string().nullable(),
    lines: z.array(
      z.strictObject({
        variantId: Id("variant"),
        quantity: z.int(),
        received: z.int(),
        lost: z.int(),
        returned: z.int(),
        inTransit: z.int(),
      }),
    ),
    createdAt: z.iso.datetime(),
    updatedAt: z.iso.datetime(),
  })
  .meta({ id: "Relocation" });

const variantId = "var_01kb0c6w3mexample00000000000000000000";
const RELOCATION_EXAMPLE = {
  id: "rel_01kb0c6w3mexample00000000000000000000",
  fromLocationId: DEFAULT_LOCATION_ID,
  toLocationId: "loc_01kb0c6w3mexample00000000000000000000",
  status: "in_transit" as const,
  reason: "Christmas market",
  lines: [{ variantId, quantity: 10, received: 0, lost: 0, returned: 0, inTransit: 10 }],
  createdAt: "2026-11-26T09:30:00.000Z",
  updatedAt: "2026-11-26T09:30:00.000Z",
};
const params = { id: RELOCATION_EXAMPLE.id };

const OF_RELOCATIONS = {
  tag: "admin-inventory",
  access: "staff",
  scope: "inventory",
  rate: "staff",
} as const;
const STATUS_PROBLEMS = ["relocation_status_conflict", "conflict"] as const;

export const listRelocations = defineRoute({
  ...OF_RELOCATIONS,
  method: "GET",
  path: "/v1/admin/relocations",
  operation: "listRelocations",
  summary: "List relocations of stock, newest first",
  idempotency: "safe",
  body: null,
  query: z.strictObject({ ...PageQuery, status: z.enum(RELOCATION_STATUSES).optional() }),
  answers: { 200: pageSchema(Relocation) },
  problems: [],
  example: {
    query: { status: "in_transit" },
    answer: { data: [RELOCATION_EXAMPLE], nextCursor: null },
  },
});

export const readRelocation = defineRoute({
  ...OF_RELOCATIONS,
  method: "GET",
  path: "/v1/admin/relocations/:id",
  operation: "readRelocation",
  summary: "Read a relocation of stock",
  idempotency: "safe",
  body: null,
  query: null,
  answers: { 200: Relocation },
  problems: [],
  example: { params, answer: RELOCATION_EXAMPLE },
});

export const sendRelocation = defineRoute({
  ...OF_RELOCATIONS,
  method: "POST",
  path: "/v1/admin/relocations",
  operation: "sendRelocation",
  summary: "Send units of stock from one location to another",
  description: "The units are in transit, and cannot be sold, until they are received.",
  idempotency: "key",
  body: NewRelocation,
  query: null,
  answers: { 201: Relocation },
  problems: ["insufficient_stock", "location_unknown", "conflict"],
  example: {
    body: {
      fromLocationId: RELOCATION_EXAMPLE.fromLocationId,
      toLocationId: RELOCATION_EXAMPLE.toLocationId,
      lines: [{ variantId, quantity: 10 }],
      reason: "Christmas market",
    },
    answer: RELOCATION_EXAMPLE,
  },
});

export const receiveRelocation = defineRoute({
  ...OF_RELOCATIONS,
  method: "POST",
  path: "/v1/admin/relocations/:id/receive",
  operation: "receiveRelocation",
  summary: "Record units of a relocation that arrived, were lost or went back",
  description:
    "Units that no line names stay in transit. The relocation is `received` when none is left.",
  idempotency: "key",
  body: z.strictObject({ lines: linesOf(Outcome) }),
  query: null,
  answers: { 200: Relocation },
  problems: [...STATUS_PROBLEMS, "units_unavailable"],
  example: {
    params,
    body: { lines: [{ variantId, received: 9, lost: 1 }] },
    answer: {
      ...RELOCATION_EXAMPLE,
      status: "received",
      lines: [{ variantId, quantity: 10, received: 9, lost: 1, returned: 0, inTransit: 0 }],
    },
  },
});

export const cancelRelocation = defineRoute({
  ...OF_RELOCATIONS,
  method: "POST",
  path: "/v1/admin/relocations/:id/cancel",
  operation: "cancelRelocation",
  summary: "Return the units of a relocation that are in transit",
  idempotency: "key",
  body: null,
  query: null,
  answers: { 200: Relocation },
  problems: STATUS_PROBLEMS,
  example: {
    params,
    answer: {
      ...RELOCATION_EXAMPLE,
      status: "cancelled",
      lines: [{ variantId, quantity: 10, received: 0, lost: 0, returned: 10, inTransit: 0 }],
    },
  },
});
