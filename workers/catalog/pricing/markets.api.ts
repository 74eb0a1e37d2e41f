import * as z from "zod";
import { CountryCode } from "#kernel/address/countries";
import { defineRoute } from "#kernel/routes/definition";
import { PageQuery, pageSchema } from "#kernel/routes/page";
import { AdminMarket, Market, MarketCreation, MarketPatch } from "./markets.contract";
import { MARKET_EXAMPLE } from "./pricing.example.rules";

/** What all routes of the back office share. */
const OF_STAFF = {
  tag: "admin-catalog",
  access: "staff",
  scope: "catalog",
  rate: "staff",
} as const;

const ALL = { ...OF_STAFF, path: "/v1/admin/markets" } as const;
const ONE = { ...OF_STAFF, path: "/v1/admin/markets/:id", query: null } as const;
const PARAMS = { id: MARKET_EXAMPLE.id };
const TAKEN = { code: "country_taken", members: { country: CountryCode } } as const;
const { id, name, countries, currency, locales, taxIncluded } = MARKET_EXAMPLE;

export const listMarkets = defineRoute({
  tag: "catalog",
  access: "public",
  rate: "browse",
  method: "GET",
  path: "/v1/markets",
  operation: "listMarkets",
  summary: "List the markets of the shop",
  description:
    "Newest first. `?country=` and `?currency=` of other routes choose a market: the one of the country, else the oldest one with the currency. A shop without markets has one price for all.",
  idempotency: "safe",
  body: null,
  query: z.strictObject(PageQuery),
  answers: { 200: pageSchema(Market) },
  problems: [],
  example: {
    answer: {
      data: [{ id, name, countries, currency, locales, taxIncluded }],
      nextCursor: null,
    },
  },
});

export const listAdminMarkets = defineRoute({
  ...ALL,
  method: "GET",
  operation: "listAdminMarkets",
  summary: "List markets with their price lists, newest first",
  idempotency: "safe",
  body: null,
  query: z.strictObject(PageQuery),
  answers: { 200: pageSchema(AdminMarket) },
  problems: [],
  example: { query: { limit: "1" }, answer: { data: [MARKET_EXAMPLE], nextCursor: null } },
});

export const createMarket = defineRoute({
  ...ALL,
  method: "POST",
  operation: "createMarket",
  summary: "Create a market",
  description: "A country belongs to one market at most.",
  idempotency: "key",
  body: MarketCreation,
  query: null,
  answers: { 201: AdminMarket },
  problems: [TAKEN, "market_invalid", "conflict"],
  headers: ["Location"],
  example: {
    headers: { "Idempotency-Key": "create-market" },
    body: { name, countries, currency, locales, priceListIds: MARKET_EXAMPLE.priceListIds },
    answer: MARKET_EXAMPLE,
  },
});

export const readAdminMarket = defineRoute({
  ...ONE,
  method: "GET",
  operation: "readAdminMarket",
  summary: "Read a market with its price lists",
  idempotency: "safe",
  body: null,
  answers: { 200: AdminMarket },
  problems: [],
  example: { params: PARAMS, answer: MARKET_EXAMPLE },
});

export const changeMarket = defineRoute({
  ...ONE,
  method: "PATCH",
  operation: "changeMarket",
  summary: "Change a market",
  description:
    "A JSON merge patch (RFC 7396). `If-Match` with the `ETag` of a read protects from overwriting the change of other staff.",
  idempotency: "key",
  body: MarketPatch,
  answers: { 200: AdminMarket },
  problems: [TAKEN, "market_invalid", "precondition_failed", "conflict"],
  example: { params: PARAMS, body: { countries }, answer: MARKET_EXAMPLE },
});

export const deleteMarket = defineRoute({
  ...ONE,
  method: "DELETE",
  operation: "deleteMarket",
  summary: "Delete a market",
  description:
    "A price list that no market names any more applies everywhere, so delete or end it first.",
  idempotency: "key",
  body: null,
  answers: { 204: { description: "The market is deleted." } },
  problems: ["precondition_failed", "conflict"],
  example: { params: PARAMS, answer: null },
});
