import { PRODUCT_EXAMPLE } from "#catalog/products/product.example.rules";
import { NewStockAlert } from "#catalog/stock-alerts.contract";
import { defineRoute } from "#kernel/routes/definition";

const [VARIANT] = PRODUCT_EXAMPLE.variants;

export const subscribeToStock = defineRoute({
  method: "POST",
  path: "/v1/products/:idOrSlug/variants/:variantId/back-in-stock",
  operation: "subscribeToStock",
  summary: "Ask for one mail when a variant can be bought again",
  description:
    "Always 202, also for an address that waits already and for a variant that can be bought. An address waits for at most 50 variants, each for 180 days. The mail has a link that ends all of them.",
  tag: "catalog",
  access: "public",
  rate: "browse",
  idempotency: "repeatable",
  body: NewStockAlert,
  query: null,
  answers: { 202: { description: "The address waits, if the variant cannot be bought." } },
  problems: [],
  example: {
    params: { idOrSlug: PRODUCT_EXAMPLE.slug, variantId: VARIANT?.id ?? "" },
    body: { email: "ada@example.com" },
    answer: null,
  },
});

const OF_ALERT = {
  path: "/v1/stock-alerts/:id/unsubscribe",
  tag: "catalog",
  access: "public",
  rate: "browse",
  query: null,
  problems: [],
} as const;
const PARAMS = { id: "alr_01kb0c6w3mexample00000000000000000000" };
const PAGE = { contentTypes: ["text/html"], description: "A page for the reader of the mail." };

export const askToUnsubscribe = defineRoute({
  ...OF_ALERT,
  method: "GET",
  operation: "askToUnsubscribe",
  summary: "Show the page that ends stock alerts",
  description:
    "The link of the mail. Reading it changes nothing, because mail filters follow links.",
  idempotency: "safe",
  body: null,
  answers: { 200: PAGE },
  example: { params: PARAMS, answer: null },
});

export const unsubscribeFromStock = defineRoute({
  ...OF_ALERT,
  method: "POST",
  operation: "unsubscribeFromStock",
  summary: "End all stock alerts of the address of an alert",
  description: "The form of the page. The same answer for an alert that does not exist.",
  idempotency: "repeatable",
  body: {
    contentTypes: ["application/x-www-form-urlencoded"],
    description: "Nothing, or a form without fields.",
  },
  answers: { 200: PAGE },
  example: { params: PARAMS, body: "", answer: null },
});
