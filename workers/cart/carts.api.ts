import * as z from "zod";
import { CART_EXAMPLE } from "#cart/cart.example.rules";
import { Cart, CartPatch, LinePatch, NewCart, NewLine, ShippingOption } from "#contract/cart";
import { defineRoute } from "#kernel/routes/definition";

const { id, lines } = CART_EXAMPLE;
const [line] = lines;
const params = { id };
const lineParams = { id, lineId: line?.id ?? "" };
const newLine = { variantId: line?.variantId ?? "", quantity: 2 };

/** The error codes with which any change of a cart may be refused. */
const CHANGE_PROBLEMS = ["cart_busy", "cart_completed", "conflict", "precondition_failed"] as const;
const LINE_PROBLEMS = [
  ...CHANGE_PROBLEMS,
  "variant_unknown",
  "variant_unavailable",
  "quantity_limit_reached",
  "cart_too_large",
] as const;

/** The properties that all routes of carts share. */
const OF_CARTS = { tag: "carts", access: "cart", rate: "cart", query: null } as const;

export const createCart = defineRoute({
  ...OF_CARTS,
  method: "POST",
  path: "/v1/carts",
  operation: "createCart",
  summary: "Create a cart",
  description:
    "The id of a guest's cart is its secret. A guest's Idempotency-Key has at least 22 characters.",
  idempotency: "key",
  body: NewCart,
  answers: { 201: Cart },
  problems: [...LINE_PROBLEMS, "country_not_served"],
  headers: ["Location"],
  example: { body: { country: "DE", lines: [newLine] }, answer: CART_EXAMPLE },
});

export const readCart = defineRoute({
  ...OF_CARTS,
  method: "GET",
  path: "/v1/carts/:id",
  operation: "readCart",
  summary: "Read a cart with current prices",
  idempotency: "safe",
  body: null,
  answers: { 200: Cart },
  problems: [],
  example: { params, answer: CART_EXAMPLE },
});

export const changeCart = defineRoute({
  ...OF_CARTS,
  method: "PATCH",
  path: "/v1/carts/:id",
  operation: "changeCart",
  summary: "Change a cart",
  description: "A JSON merge patch (RFC 7396): a missing member stays, `null` clears it.",
  idempotency: "key",
  body: CartPatch,
  answers: { 200: Cart },
  problems: [...CHANGE_PROBLEMS, "shipping_option_unknown", "country_not_served"],
  example: {
    params,
    body: { email: "ada@example.com" },
    answer: { ...CART_EXAMPLE, version: 4, email: "ada@example.com" },
  },
});

export const deleteCart = defineRoute({
  ...OF_CARTS,
  method: "DELETE",
  path: "/v1/carts/:id",
  operation: "deleteCart",
  summary: "Delete a cart",
  idempotency: "key",
  body: null,
  answers: { 204: { description: "The cart is deleted." } },
  problems: CHANGE_PROBLEMS,
  example: { params, answer: null },
});

export const listShippingOptions = defineRoute({
  ...OF_CARTS,
  method: "GET",
  path: "/v1/carts/:id/shipping-options",
  operation: "listShippingOptions",
  summary: "List the shipping options of a cart, with their prices",
  idempotency: "safe",
  body: null,
  answers: { 200: z.strictObject({ data: z.array(ShippingOption), nextCursor: z.null() }) },
  problems: [],
  example: {
    params,
    answer: {
      data: [{ id: "sho_standard", title: "Standard", price: { amount: 490, currency: "EUR" } }],
      nextCursor: null,
    },
  },
});

export const addLine = defineRoute({
  ...OF_CARTS,
  method: "POST",
  path: "/v1/carts/:id/lines",
  operation: "addLine",
  summary: "Add a line to a cart",
  description: "The same variant with the same properties adds up in one line.",
  idempotency: "key",
  body: NewLine,
  answers: { 200: Cart },
  problems: LINE_PROBLEMS,
  example: { params, body: newLine, answer: CART_EXAMPLE },
});

export const changeLine = defineRoute({
  ...OF_CARTS,
  method: "PATCH",
  path: "/v1/carts/:id/lines/:lineId",
  operation: "changeLine",
  summary: "Set the quantity of a line",
  description: "A quantity of 0 removes the line.",
  idempotency: "key",
  body: LinePatch,
  answers: { 200: Cart },
  problems: CHANGE_PROBLEMS,
  example: { params: lineParams, body: { quantity: 2 }, answer: CART_EXAMPLE },
});

export const removeLine = defineRoute({
  ...OF_CARTS,
  method: "DELETE",
  path: "/v1/carts/:id/lines/:lineId",
  operation: "removeLine",
  summary: "Remove a line from a cart",
  idempotency: "key",
  body: null,
  answers: { 200: Cart },
  problems: CHANGE_PROBLEMS,
  example: {
    params: lineParams,
    answer: { ...CART_EXAMPLE, version: 4, lines: [] },
  },
});
