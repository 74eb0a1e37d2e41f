import type { AdminReview, Review, SubmittedReview } from "#catalog/reviews.contract";
import type { reviews } from "#db/catalog/review.schema";

export type ReviewRow = typeof reviews.$inferSelect;

const iso = (epochMs: number) => new Date(epochMs).toISOString();

/** Returns a review as everyone reads it. */
export const reviewOf = (row: ReviewRow): Review => ({
  id: row.id,
  rating: row.rating,
  title: row.title,
  body: row.body,
  author: row.author,
  reply: row.reply,
  repliedAt: row.repliedAt === null ? null : iso(row.repliedAt),
  createdAt: iso(row.createdAt),
});

/** Returns a review as its author sees it. */
export const submittedReviewOf = (row: ReviewRow): SubmittedReview => ({
  ...reviewOf(row),
  productId: row.productId,
  status: row.status,
});

/** Returns a review as staff see it. */
export const adminReviewOf = (row: ReviewRow): AdminReview => ({
  ...submittedReviewOf(row),
  customerId: row.customerId,
  orderId: row.orderId,
  version: row.version,
  updatedAt: iso(row.updatedAt),
});
