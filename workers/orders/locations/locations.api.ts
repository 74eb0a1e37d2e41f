import * as z from "zod";
import { CountryCode } from "#kernel/address/countries";
import { Id } from "#kernel/ids";
import { defineRoute } from "#kernel/routes/definition";
import { PageQuery, pageSchema } from "#kernel/routes/page";
import { Line } from "#kernel/text";

const PRIORITY_MAX = 1000;

const FIELDS = {
  name: Line(80),
  country: CountryCode.nullable(),
  region: Line(80).nullable(),
  postalCode: Line(20).nullable(),
  city: Line(80).nullable(),
  line1: Line(200).nullable(),
  priority: z
    .int()
    .min(0)
    .max(PRIORITY_MAX)
    .describe(
      "Orders take stock from the lowest first, unless the shop's sourcing rule ranks by place.",
    ),
  isActive: z.boolean().describe("Orders take no stock from an inactive location."),
  fulfilsOnline: z.boolean().describe("Whether orders of the storefront take its stock."),
  offersPickup: z.boolean(),
};

const Location = z
  .strictObject({
    id: Id("location"),
    ...FIELDS,
    isDefault: z.boolean().describe("Holds stock that names no location."),
    createdAt: z.iso.datetime(),
    updatedAt: z.iso.datetime(),
  })
  .meta({ id: "Location" });

const NewLocation = z.strictObject({
  ...FIELDS,
  country: CountryCode,
  region: FIELDS.region.default(null),
  postalCode: FIELDS.postalCode.default(null),
  city: FIELDS.city.default(null),
  line1: FIELDS.line1.default(null),
  priority: FIELDS.priority.default(0),
  isActive: FIELDS.isActive.default(true),
  fulfilsOnline: FIELDS.fulfilsOnline.default(true),
  offersPickup: FIELDS.offersPickup.default(false),
});

const LOCATION_EXAMPLE = {
  id: "loc_01kb0c6w3mexample00000000000000000000",
  name: "Warehouse Hamburg",
  country: "DE",
  region: null,
  postalCode: "20457",
  city: "Hamburg",
  line1: "Am Sandtorkai 1",
  priority: 1,
  isActive: true,
  fulfilsOnline: true,
  offersPickup: false,
  isDefault: false,
  createdAt: "2026-11-26T09:30:00.000Z",
  updatedAt: "2026-11-26T09:30:00.000Z",
};
const params = { id: LOCATION_EXAMPLE.id };

const OF_LOCATIONS = {
  tag: "admin-inventory",
  access: "staff",
  scope: "inventory",
  rate: "staff",
} as const;

export const listLocations = defineRoute({
  ...OF_LOCATIONS,
  method: "GET",
  path: "/v1/admin/locations",
  operation: "listLocations",
  summary: "List the locations of stock by priority",
  idempotency: "safe",
  body: null,
  query: z.strictObject(PageQuery),
  answers: { 200: pageSchema(Location) },
  problems: [],
  example: { answer: { data: [LOCATION_EXAMPLE], nextCursor: null } },
});

export const readLocation = defineRoute({
  ...OF_LOCATIONS,
  method: "GET",
  path: "/v1/admin/locations/:id",
  operation: "readLocation",
  summary: "Read a location",
  idempotency: "safe",
  body: null,
  query: null,
  answers: { 200: Location },
  problems: [],
  example: { params, answer: LOCATION_EXAMPLE },
});

export const createLocation = defineRoute({
  ...OF_LOCATIONS,
  method: "POST",
  path: "/v1/admin/locations",
  operation: "createLocation",
  summary: "Add a location",
  idempotency: "key",
  body: NewLocation,
  query: null,
  answers: { 201: Location },
  problems: [],
  example: {
    body: {
      name: "Warehouse Hamburg",
      country: "DE",
      postalCode: "20457",
      city: "Hamburg",
      line1: "Am Sandtorkai 1",
      priority: 1,
    },
    answer: LOCATION_EXAMPLE,
  },
});

export const changeLocation = defineRoute({
  ...OF_LOCATIONS,
  method: "PATCH",
  path: "/v1/admin/locations/:id",
  operation: "changeLocation",
  summary: "Change a location",
  description:
    "Orders that have units at a location that becomes inactive keep them, and staff ship them.",
  idempotency: "key",
  body: z.strictObject(FIELDS).partial(),
  query: null,
  answers: { 200: Location },
  problems: ["conflict"],
  example: { params, body: { isActive: false }, answer: { ...LOCATION_EXAMPLE, isActive: false } },
});

const Held = z
  .strictObject({
    available: z.int(),
    reserved: z.int(),
    inTransit: z.int(),
    backordered: z.int(),
    unshipped: z.int().describe("Units of orders that were not shipped."),
    relocations: z.int().describe("Relocations that left the location and have not arrived."),
  })
  .meta({ id: "HeldByLocation" });

export const deleteLocation = defineRoute({
  ...OF_LOCATIONS,
  method: "DELETE",
  path: "/v1/admin/locations/:id",
  operation: "deleteLocation",
  summary: "Delete a location without stock",
  description:
    "The default location stays. Units of its orders that come back later go to the default location.",
  idempotency: "key",
  body: null,
  query: null,
  answers: { 204: { description: "The location is deleted." } },
  problems: [{ code: "location_in_use", members: { holds: Held } }],
  example: { params, answer: null },
});
