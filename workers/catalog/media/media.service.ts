import * as z from "zod";
import type { EdgeCache } from "#catalog/edge/edge-cache.client";
import type { Clock } from "#kernel/clock";
import { AppError } from "#kernel/errors";
import { log } from "#kernel/log";
import type { Idempotency, KeyedRequest } from "#kernel/mutations/idempotency";
import { once, type ReplayableAnswer } from "#kernel/mutations/once";
import { CONFLICT, retryOnConflict } from "#kernel/mutations/retry-on-conflict";
import { entityTag, matchesTag } from "#kernel/routes/etag";
import { decodeCursor, type Page, type PageRequest, pageOf } from "#kernel/routes/page";
import type { Bucket } from "./bucket.port";
import type { ListedMedia, MediaPatch, UploadedMedia } from "./media.contract";
import { listedMedia, patched, uploadedMedia } from "./media.rules";
import type { MediaStore, UsedMediaRow } from "./media.store";
import { objectNames } from "./objects.rules";

interface Dependencies {
  store: MediaStore;
  bucket: Bucket;
  idempotency: Pick<Idempotency, "find" | "insertFinished">;
  /** The shop's address, in front of the paths of pictures. */
  publicUrl: string;
  edge: EdgeCache;
  clock: Clock;
}

interface Target {
  id: string;
  request: KeyedRequest | undefined;
  /** The `If-Match` header. */
  ifMatch: string | undefined;
}

/**
 * How long a picture that is not shown keeps its row: longer than any request runs that may still write one of its
 * objects.
 */
const UNSETTLED_MS = 3_600_000;

const Cursor = z.tuple([z.string()]);

/** Reads, changes and deletes uploaded pictures. */
export const mediaService = (dependencies: Dependencies) => {
  const { store, bucket, idempotency, publicUrl, edge, clock } = dependencies;
  const find = async (request: KeyedRequest) => (await idempotency.find(request))?.answer;
  const view = (row: UsedMediaRow) => listedMedia(row, publicUrl);

  const required = async (id: string): Promise<UsedMediaRow> => {
    const row = await store.byId(id);
    if (!row) throw new AppError("not_found");
    return row;
  };

  /** @throws 412 `precondition_failed` if the media is no longer what the caller has read */
  const current = async ({ id, ifMatch }: Target): Promise<UsedMediaRow> => {
    const row = await required(id);
    if (ifMatch !== undefined && !matchesTag(ifMatch, await entityTag(JSON.stringify(view(row)))))
      throw new AppError("precondition_failed", "The media was changed since it was read.");
    return row;
  };

  const changeOnce = async (target: Target, patch: MediaPatch) => {
    const row = await current(target);
    const set = patched(row, patch);
    const answer = { status: 200, body: JSON.stringify(view({ ...row, ...set })) };
    const finished = target.request && idempotency.insertFinished(target.request, answer);
    const change = { id: row.id, replaces: row.version, set, nowMs: clock.now(), finished };
    return (await store.change(change)).ok ? answer : CONFLICT;
  };

  /** Deletes the objects of a picture, and what the data centres keep of it. */
  const deleteObjects = async (key: string) => {
    await bucket.delete(objectNames(key));
    await edge.purge([key]);
  };

  /** Deletes the objects of a hidden picture. If it fails, the sweep does it. */
  const discard = (key: string) =>
    deleteObjects(key).catch((error) => log.warn("media.not_discarded", { error, key }));

  const removeOnce = async (target: Target) => {
    const row = await current(target);
    const answer = { status: 204, body: "" };
    const finished = target.request && idempotency.insertFinished(target.request, answer);
    const removed = await store.remove(row.id, clock.now(), finished);
    if (removed.ok) {
      await discard(row.key);
      return answer;
    }
    // The next attempt reads it again, and answers 404 if it is gone.
    if (removed.refusal === "missing") return CONFLICT;
    const { uses } = await required(row.id);
    throw new AppError("in_use", "Products show the picture.", { extensions: { uses } });
  };

  const sweepOne = async ({ id, key }: { id: string; key: string }) => {
    await deleteObjects(key);
    await store.forget(id);
  };

  return {
    read: async (id: string): Promise<ListedMedia> => view(await required(id)),

    /** Returns the stored media among these ids, for products that show them. */
    async mediaByIds(ids: readonly string[]): Promise<UploadedMedia[]> {
      return (await store.byIds(ids)).map((row) => uploadedMedia(row, publicUrl));
    },

    async list({ limit, cursor }: PageRequest): Promise<Page<ListedMedia>> {
      const [before] = decodeCursor(cursor, Cursor) ?? [];
      return pageOf(await store.page({ limit, before }), limit, ({ id }) => [id], view);
    },

    /** Applies a merge patch. @throws 404 `not_found`, 412 `precondition_failed`, 409 `conflict` */
    change: (target: Target, patch: MediaPatch): Promise<ReplayableAnswer> =>
      once({
        request: target.request,
        find,
        effect: () => retryOnConflict(() => changeOnce(target, patch)),
      }),

    /** Deletes a picture that no product shows. @throws 404 `not_found`, 409 `in_use`, 412 `precondition_failed` */
    remove: (target: Target): Promise<ReplayableAnswer> =>
      once({
        request: target.request,
        find,
        effect: () => retryOnConflict(() => removeOnce(target)),
      }),

    /**
     * Deletes what interrupted uploads and deleted pictures have left, objects first. Returns how many.
     */
    async sweep(): Promise<number> {
      const left = await store.unsettled(clock.now() - UNSETTLED_MS);
      for (const one of left) await sweepOne(one);
      return left.length;
    },
  };
};
export type MediaService = ReturnType<typeof mediaService>;
