import * as z from "zod";
import { defineRoute } from "#kernel/routes/definition";
import { PageQuery, pageSchema } from "#kernel/routes/page";
import {
  PriceList,
  PriceListCreation,
  PriceListPatch,
  PriceListSummary,
} from "./price-lists.contract";
import { LIST_EXAMPLE } from "./pricing.example.rules";

/** What all routes of the back office share. */
const OF_STAFF = {
  tag: "admin-catalog",
  access: "staff",
  scope: "catalog",
  rate: "staff",
} as const;

const ALL = { ...OF_STAFF, path: "/v1/admin/price-lists" } as const;
const ONE = { ...OF_STAFF, path: "/v1/admin/price-lists/:id", query: null } as const;
const PARAMS = { id: LIST_EXAMPLE.id };
const { prices: _, ...SUMMARY_EXAMPLE } = LIST_EXAMPLE;

export const listPriceLists = defineRoute({
  ...ALL,
  method: "GET",
  operation: "listPriceLists",
  summary: "List price lists without their prices, newest first",
  idempotency: "safe",
  body: null,
  query: z.strictObject(PageQuery),
  answers: { 200: pageSchema(PriceListSummary) },
  problems: [],
  example: { query: { limit: "1" }, answer: { data: [SUMMARY_EXAMPLE], nextCursor: null } },
});

export const createPriceList = defineRoute({
  ...ALL,
  method: "POST",
  operation: "createPriceList",
  summary: "Create a price list",
  description:
    "Up to 10,000 prices in one currency, for a time, for the members of a group, or in the markets that name the list. A list reduces prices: of the price of the variant and those of all lists that apply, the lowest wins. A variant without a price in the currency stays unsold in it.",
  idempotency: "key",
  body: PriceListCreation,
  query: null,
  answers: { 201: PriceList },
  problems: ["price_list_invalid", "conflict"],
  headers: ["Location"],
  example: {
    headers: { "Idempotency-Key": "create-resellers" },
    body: {
      title: LIST_EXAMPLE.title,
      currency: "EUR",
      startsAt: LIST_EXAMPLE.startsAt,
      customerGroupId: LIST_EXAMPLE.customerGroupId,
      prices: LIST_EXAMPLE.prices,
    },
    answer: LIST_EXAMPLE,
  },
});

export const readPriceList = defineRoute({
  ...ONE,
  method: "GET",
  operation: "readPriceList",
  summary: "Read a price list with its prices",
  idempotency: "safe",
  body: null,
  answers: { 200: PriceList },
  problems: [],
  example: { params: PARAMS, answer: LIST_EXAMPLE },
});

export const changePriceList = defineRoute({
  ...ONE,
  method: "PATCH",
  operation: "changePriceList",
  summary: "Change a price list or replace its prices",
  description:
    "A JSON merge patch (RFC 7396). `If-Match` with the `ETag` of a read protects from overwriting the change of other staff.",
  idempotency: "key",
  body: PriceListPatch,
  answers: { 200: PriceList },
  problems: ["price_list_invalid", "precondition_failed", "conflict"],
  example: { params: PARAMS, body: { title: LIST_EXAMPLE.title }, answer: LIST_EXAMPLE },
});

export const deletePriceList = defineRoute({
  ...ONE,
  method: "DELETE",
  operation: "deletePriceList",
  summary: "Delete a price list",
  description: "Its prices end at once. Orders keep what they were sold for.",
  idempotency: "key",
  body: null,
  answers: { 204: { description: "The price list is deleted." } },
  problems: ["precondition_failed", "conflict"],
  example: { params: PARAMS, answer: null },
});
