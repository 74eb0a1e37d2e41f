import { ADMIN_EXAMPLE } from "#catalog/reviews/review.example.rules";
import { AdminReview, AdminReviewQuery, ReviewPatch } from "#catalog/reviews.contract";
import { defineRoute } from "#kernel/routes/definition";
import { pageSchema } from "#kernel/routes/page";

const OF_STAFF = {
  tag: "admin-catalog",
  access: "staff",
  scope: "catalog",
  rate: "staff",
} as const;
const ONE = { ...OF_STAFF, path: "/v1/admin/reviews/:id", query: null } as const;
const PARAMS = { id: ADMIN_EXAMPLE.id };

export const listAdminReviews = defineRoute({
  ...OF_STAFF,
  method: "GET",
  path: "/v1/admin/reviews",
  operation: "listAdminReviews",
  summary: "List reviews, newest first",
  idempotency: "safe",
  body: null,
  query: AdminReviewQuery,
  answers: { 200: pageSchema(AdminReview) },
  problems: [],
  example: {
    query: { status: "approved" },
    answer: { data: [ADMIN_EXAMPLE], nextCursor: null },
  },
});

export const readAdminReview = defineRoute({
  ...ONE,
  method: "GET",
  operation: "readAdminReview",
  summary: "Read a review",
  idempotency: "safe",
  body: null,
  answers: { 200: AdminReview },
  problems: [],
  example: { params: PARAMS, answer: ADMIN_EXAMPLE },
});

export const changeReview = defineRoute({
  ...ONE,
  method: "PATCH",
  operation: "changeReview",
  summary: "Approve, reject or answer a review",
  description:
    "A JSON merge patch (RFC 7396). The product's `rating` changes with it. `If-Match` with the `ETag` of a read protects from overwriting the change of other staff.",
  idempotency: "key",
  body: ReviewPatch,
  answers: { 200: AdminReview },
  problems: ["precondition_failed", "conflict"],
  example: {
    params: PARAMS,
    body: { status: "approved", reply: ADMIN_EXAMPLE.reply },
    answer: ADMIN_EXAMPLE,
  },
});
