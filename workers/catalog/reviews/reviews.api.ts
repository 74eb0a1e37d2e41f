import { PRODUCT_EXAMPLE } from "#catalog/products/product.example.rules";
import {
  INPUT_EXAMPLE,
  REVIEW_EXAMPLE,
  SUBMITTED_EXAMPLE,
} from "#catalog/reviews/review.example.rules";
import { Review, ReviewInput, ReviewQuery, SubmittedReview } from "#catalog/reviews.contract";
import { defineRoute } from "#kernel/routes/definition";
import { pageSchema } from "#kernel/routes/page";

const OF_REVIEWS = {
  path: "/v1/products/:idOrSlug/reviews",
  tag: "catalog",
  rate: "browse",
} as const;
const PARAMS = { idOrSlug: PRODUCT_EXAMPLE.slug };

export const listReviews = defineRoute({
  ...OF_REVIEWS,
  method: "GET",
  access: "public",
  operation: "listReviews",
  summary: "List the approved reviews of a product, newest first",
  idempotency: "safe",
  body: null,
  query: ReviewQuery,
  answers: {
    200: pageSchema(Review),
    301: { description: "The slug is a former one; `Location` has the current path." },
  },
  problems: [],
  headers: ["Location"],
  example: { params: PARAMS, answer: { data: [REVIEW_EXAMPLE], nextCursor: null } },
});

export const submitReview = defineRoute({
  ...OF_REVIEWS,
  method: "POST",
  access: "user",
  operation: "submitReview",
  summary: "Review a product that the account has bought",
  description: [
    "Bought means an order whose units were shipped, or whose money is held (else 403 `not_bought`). One review per",
    "order line (else 409 `already_reviewed`), which staff approve or reject. Texts are plain; `author` is the name",
    "that everyone sees.",
  ].join("\n"),
  idempotency: "key",
  body: ReviewInput,
  query: null,
  answers: { 201: SubmittedReview },
  problems: ["not_bought", "already_reviewed", "conflict"],
  example: {
    params: PARAMS,
    headers: { "Idempotency-Key": "review-of-a-lantern" },
    body: INPUT_EXAMPLE,
    answer: SUBMITTED_EXAMPLE,
  },
});
