import * as z from "zod";
import { defineRoute } from "#kernel/routes/definition";
import { PageQuery, pageSchema } from "#kernel/routes/page";
import { AddressPatch, AddressView, NewAddress } from "#users/addresses.contract";

const NEW_EXAMPLE: NewAddress = {
  name: "Ada Lovelace",
  line1: "12 Corner Street",
  city: "Berlin",
  postalCode: "10115",
  country: "DE",
  phone: "+49 30 1234567",
};
const ADDRESS_EXAMPLE: AddressView = {
  id: "adr_01kb0c6w3mexample00000000000000000000",
  ...NEW_EXAMPLE,
  isDefaultShipping: true,
  isDefaultBilling: true,
};
const params = { id: ADDRESS_EXAMPLE.id };

/** The properties that all routes of the address book share. */
const OF_BOOK = { tag: "account", access: "user", rate: "account" } as const;

export const listAddresses = defineRoute({
  ...OF_BOOK,
  method: "GET",
  path: "/v1/me/addresses",
  operation: "listAddresses",
  summary: "List own addresses, oldest first",
  idempotency: "safe",
  body: null,
  query: z.strictObject(PageQuery),
  answers: { 200: pageSchema(AddressView) },
  problems: [],
  example: { query: { limit: "24" }, answer: { data: [ADDRESS_EXAMPLE], nextCursor: null } },
});

export const addAddress = defineRoute({
  ...OF_BOOK,
  method: "POST",
  path: "/v1/me/addresses",
  operation: "addAddress",
  summary: "Add an address to the address book",
  description:
    "The first address is the default for shipping and billing unless the request says otherwise.",
  idempotency: "key",
  body: NewAddress,
  query: null,
  answers: { 201: AddressView },
  problems: ["conflict"],
  example: { body: NEW_EXAMPLE, answer: ADDRESS_EXAMPLE },
});

export const readAddress = defineRoute({
  ...OF_BOOK,
  method: "GET",
  path: "/v1/me/addresses/:id",
  operation: "readAddress",
  summary: "Read an own address",
  idempotency: "safe",
  body: null,
  query: null,
  answers: { 200: AddressView },
  problems: [],
  example: { params, answer: ADDRESS_EXAMPLE },
});

export const changeAddress = defineRoute({
  ...OF_BOOK,
  method: "PATCH",
  path: "/v1/me/addresses/:id",
  operation: "changeAddress",
  summary: "Change an own address",
  description: "The result must satisfy the rules of its country.",
  idempotency: "key",
  body: AddressPatch,
  query: null,
  answers: { 200: AddressView },
  problems: ["conflict"],
  example: { params, body: { phone: NEW_EXAMPLE.phone }, answer: ADDRESS_EXAMPLE },
});

export const deleteAddress = defineRoute({
  ...OF_BOOK,
  method: "DELETE",
  path: "/v1/me/addresses/:id",
  operation: "deleteAddress",
  summary: "Delete an own address",
  description: "No other address becomes the default in its place.",
  idempotency: "key",
  body: null,
  query: null,
  answers: { 204: { description: "The address is deleted." } },
  problems: ["conflict"],
  example: { params, answer: null },
});
