import * as z from "zod";
import type { AdminReview, AdminReviewQuery, ReviewPatch } from "#catalog/reviews.contract";
import { productUpdated } from "#events/catalog";
import type { Clock } from "#kernel/clock";
import { AppError } from "#kernel/errors";
import { newEvent } from "#kernel/events/events";
import type { Outbox } from "#kernel/events/outbox";
import { Id } from "#kernel/ids";
import type { Idempotency, KeyedRequest } from "#kernel/mutations/idempotency";
import { once } from "#kernel/mutations/once";
import { CONFLICT, retryOnConflict } from "#kernel/mutations/retry-on-conflict";
import { matchedVersion } from "#kernel/routes/etag";
import { decodeCursor, type Page, pageOf } from "#kernel/routes/page";
import { adminReviewOf, type ReviewRow } from "./review.rules";
import type { ReviewsStore } from "./reviews.store";

interface Dependencies {
  store: ReviewsStore;
  idempotency: Pick<Idempotency, "find" | "insertFinished">;
  outbox: Pick<Outbox, "kick">;
  clock: Clock;
}

interface Request {
  request: KeyedRequest | undefined;
  /** The `If-Match` header. */
  ifMatch?: string | undefined;
}

/** Returns the columns that a patch sets. The time of a reply is that of its last change. */
const changedBy = (row: ReviewRow, patch: ReviewPatch, nowMs: number): Partial<ReviewRow> => {
  const { reply } = patch;
  const status = patch.status ?? row.status;
  if (reply === undefined || reply === row.reply) return { status };
  return { status, reply, repliedAt: reply === null ? null : nowMs };
};

/** Reviews as staff read, approve, reject and answer them. */
export const moderationService = ({ store, idempotency, outbox, clock }: Dependencies) => {
  /** @throws 404 `not_found` */
  const find = async (id: string) => {
    const found = await store.byId(id);
    if (!found) throw new AppError("not_found", "No review has this id.");
    return found;
  };

  /** @throws 412 `precondition_failed` */
  const requireMatch = ({ ifMatch }: Request, { version }: ReviewRow) => {
    const expected = matchedVersion(ifMatch);
    if (expected !== undefined && expected !== version)
      throw new AppError("precondition_failed", "The review was changed since it was read.");
  };

  const changeOnce = async (id: string, patch: ReviewPatch, given: Request) => {
    const { row, productVersion } = await find(id);
    requireMatch(given, row);
    const nowMs = clock.now();
    const set = changedBy(row, patch, nowMs);
    const after = { ...row, ...set, version: row.version + 1, updatedAt: nowMs };
    const answer = { status: 200, body: JSON.stringify(adminReviewOf(after)) };
    const { productId } = row;
    const sequence = productVersion + 1;
    const about = { source: "catalog", subject: productId, sequence, nowMs };
    const events = [newEvent(productUpdated, { ...about, data: { productId } })];
    const finished = given.request && idempotency.insertFinished(given.request, answer, row.id);
    const changed = await store.change(row, set, { events, finished, nowMs });
    if (!changed.ok) return CONFLICT;
    outbox.kick(events);
    return answer;
  };

  return {
    async read(id: string): Promise<AdminReview> {
      return adminReviewOf((await find(id)).row);
    },

    async list({ status, limit, cursor }: AdminReviewQuery): Promise<Page<AdminReview>> {
      const [before] = decodeCursor(cursor, z.tuple([Id("review")])) ?? [];
      const rows = await store.page(status, { limit: limit + 1, before });
      return pageOf(rows, limit, ({ id }) => [id], adminReviewOf);
    },

    /** Applies a merge patch. @throws 404 `not_found`, 412 `precondition_failed` */
    change: (id: string, patch: ReviewPatch, given: Request) =>
      once({
        request: given.request,
        find: async (keyed) => (await idempotency.find(keyed))?.answer,
        effect: () => retryOnConflict(() => changeOnce(id, patch, given)),
      }),
  };
};
export type ModerationService = ReturnType<typeof moderationService>;
