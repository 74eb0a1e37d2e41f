import * as z from "zod";
import type { ReviewInput } from "#catalog/reviews.contract";
import type { OrdersRpc } from "#contract/orders";
import { reviewSubmitted } from "#events/catalog";
import { currentTrace } from "#kernel/call";
import type { Clock } from "#kernel/clock";
import { AppError } from "#kernel/errors";
import { newEvent } from "#kernel/events/events";
import type { Outbox } from "#kernel/events/outbox";
import { Id, newId } from "#kernel/ids";
import type { Idempotency, KeyedRequest } from "#kernel/mutations/idempotency";
import { once } from "#kernel/mutations/once";
import { CONFLICT, retryOnConflict } from "#kernel/mutations/retry-on-conflict";
import { decodeCursor, type PageRequest, pageOf } from "#kernel/routes/page";
import type { BoughtLine } from "#orders/order-line.contract";
import { type ReviewRow, reviewOf, submittedReviewOf } from "./review.rules";
import type { ReviewedProduct, ReviewsStore } from "./reviews.store";

interface Dependencies {
  store: ReviewsStore;
  orders: Pick<OrdersRpc, "boughtLines">;
  idempotency: Pick<Idempotency, "find" | "insertFinished">;
  outbox: Pick<Outbox, "kick">;
  clock: Clock;
}

interface Submission {
  idOrSlug: string;
  customerId: string;
  input: ReviewInput;
  request: KeyedRequest | undefined;
}

const noProduct = () => new AppError("not_found", "No published product has this id or slug.");

const pendingRow = (
  { customerId, input }: Submission,
  { id: productId }: ReviewedProduct,
  line: BoughtLine,
  nowMs: number,
): ReviewRow => ({
  id: newId("review", nowMs),
  ...{ productId, customerId, ...line, ...input },
  status: "pending",
  ...{ reply: null, repliedAt: null, version: 1 },
  ...{ createdAt: nowMs, updatedAt: nowMs },
});

/** Reviews as shoppers read and submit them. */
export const reviewsService = (deps: Dependencies) => {
  const { store, orders, idempotency, outbox, clock } = deps;

  /** Returns a bought line without a review. @throws 403 `not_bought`, 409 `already_reviewed` */
  const freeLine = async (customerId: string, productId: string): Promise<BoughtLine> => {
    const bought = await orders.boughtLines({ customerId, productId }, currentTrace());
    if (bought.length === 0)
      throw new AppError(
        "not_bought",
        "Only an account that has bought the product can review it.",
      );
    const free = await store.unreviewed(bought);
    if (!free)
      throw new AppError("already_reviewed", "Every purchase of the product has a review.");
    return free;
  };

  const submitOnce = async (submission: Submission) => {
    const product = await store.product(submission.idOrSlug);
    if (!product) throw noProduct();
    const line = await freeLine(submission.customerId, product.id);
    const nowMs = clock.now();
    const row = pendingRow(submission, product, line, nowMs);
    const answer = { status: 201, body: JSON.stringify(submittedReviewOf(row)) };
    const { id: reviewId, productId, rating } = row;
    const about = { source: "catalog", subject: reviewId, sequence: 1, nowMs };
    const event = newEvent(reviewSubmitted, { ...about, data: { reviewId, productId, rating } });
    const { request } = submission;
    const finished = request && idempotency.insertFinished(request, answer, row.id);
    const submitted = await store.submit(row, { events: [event], finished });
    if (submitted.ok) {
      outbox.kick([event]);
      return answer;
    }
    if (submitted.refusal === "erased") throw new AppError("unauthenticated");
    return CONFLICT;
  };

  return {
    /**
     * Returns a page of approved reviews with the product's current slug.
     * @throws 404 `not_found`
     */
    async list(idOrSlug: string, { limit, cursor }: PageRequest) {
      const [before] = decodeCursor(cursor, z.tuple([Id("review")])) ?? [];
      const { product, rows } = await store.approved(idOrSlug, { limit: limit + 1, before });
      if (!product) throw noProduct();
      return { product, page: pageOf(rows, limit, ({ id }) => [id], reviewOf) };
    },

    /** @throws 404 `not_found`, 403 `not_bought`, 409 `already_reviewed`, 401 for an erased account */
    submit: (submission: Submission) =>
      once({
        request: submission.request,
        find: async (keyed) => (await idempotency.find(keyed))?.answer,
        effect: () => retryOnConflict(() => submitOnce(submission)),
      }),
  };
};
export type ReviewsService = ReturnType<typeof reviewsService>;
