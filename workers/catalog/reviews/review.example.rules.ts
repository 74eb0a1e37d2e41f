import { PRODUCT_EXAMPLE } from "#catalog/products/product.example.rules";
import type { AdminReview, Review, ReviewInput, SubmittedReview } from "#catalog/reviews.contract";

export const INPUT_EXAMPLE: ReviewInput = {
  rating: 5,
  title: "Warm light",
  body: "It hangs above our table and dims well.",
  author: "Ada L.",
};

/** The review of the API reference. */
export const REVIEW_EXAMPLE: Review = {
  id: "rev_01kb0c6w3mexample00000000000000000000",
  ...INPUT_EXAMPLE,
  reply: "Thank you, Ada.",
  repliedAt: "2026-11-21T09:30:00.000Z",
  createdAt: "2026-11-20T14:15:00.000Z",
};

export const SUBMITTED_EXAMPLE: SubmittedReview = {
  ...REVIEW_EXAMPLE,
  reply: null,
  repliedAt: null,
  productId: PRODUCT_EXAMPLE.id,
  status: "pending",
};

export const ADMIN_EXAMPLE: AdminReview = {
  ...SUBMITTED_EXAMPLE,
  ...REVIEW_EXAMPLE,
  status: "approved",
  customerId: "usr_01kb0c6w3mexample00000000000000000000",
  orderId: "ord_01kb0c6w3mexample00000000000000000000",
  version: 2,
  updatedAt: "2026-11-21T09:30:00.000Z",
};
