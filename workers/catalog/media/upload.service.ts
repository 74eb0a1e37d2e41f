import type { Clock } from "#kernel/clock";
import { AppError } from "#kernel/errors";
import { newId } from "#kernel/ids";
import { log } from "#kernel/log";
import type { Answer, Idempotency, KeyedRequest } from "#kernel/mutations/idempotency";
import { once, type ReplayableAnswer } from "#kernel/mutations/once";
import { CONFLICT, retryOnConflict } from "#kernel/mutations/retry-on-conflict";
import type { Bucket } from "./bucket.port";
import type { ContentType } from "./media.contract";
import { uploadedMedia } from "./media.rules";
import type { MediaRow, MediaStore } from "./media.store";
import { keyOf, objectName } from "./objects.rules";
import { type Picture, pictureOf } from "./picture.rules";

interface Dependencies {
  store: MediaStore;
  bucket: Bucket;
  idempotency: Pick<Idempotency, "find" | "insertFinished">;
  /** The shop's address, in front of the paths of pictures. */
  publicUrl: string;
  clock: Clock;
}

/** A received file, and what its sender says that it is. */
export interface ReceivedPicture {
  bytes: Uint8Array<ArrayBuffer>;
  sha256: string;
  claimedType: ContentType;
}

/** Accepts pictures into the bucket. */
export const uploadService = (deps: Dependencies) => {
  const { store, bucket, idempotency, publicUrl, clock } = deps;
  const find = async (request: KeyedRequest) => (await idempotency.find(request))?.answer;

  const answerWith = (status: 200 | 201, row: MediaRow): Answer => ({
    status,
    body: JSON.stringify(uploadedMedia(row, publicUrl)),
  });

  /** @throws 422 `picture_invalid` with what is wrong */
  const inspected = ({ bytes, claimedType }: ReceivedPicture): Picture => {
    const read = pictureOf(bytes, claimedType);
    if (read.ok) return read.value;
    const errors = [{ pointer: "", ...read.refusal }];
    throw new AppError("picture_invalid", read.refusal.message, { errors });
  };

  const rowOf = (picture: Picture, { bytes, sha256 }: ReceivedPicture): MediaRow => {
    const nowMs = clock.now();
    const id = newId("media", nowMs);
    const { contentType, extension, width, height } = picture;
    return {
      id,
      key: keyOf(id, extension),
      status: "uploading",
      sha256,
      ...{ contentType, width, height },
      bytes: bytes.byteLength,
      alt: "",
      focalX: null,
      focalY: null,
      version: 1,
      createdAt: nowMs,
      updatedAt: nowMs,
    };
  };

  /** Leaves an upload to the sweep. A failure is only logged: the row already says that it is not shown. */
  const giveUp = (row: MediaRow) =>
    store
      .giveUp(row.id, clock.now())
      .catch((error) => log.warn("media.not_given_up", { error, mediaId: row.id }));

  /** The row comes before its object, so that no crash leaves an object that the sweep does not know. */
  const stored = async (row: MediaRow, bytes: Uint8Array, request: KeyedRequest | undefined) => {
    await store.begin(row);
    const { contentType, width } = row;
    await bucket.put(objectName(row.key), bytes, { contentType, width });
    const answer = answerWith(201, row);
    const finished = request && idempotency.insertFinished(request, answer);
    const result = await store.finish(row, finished);
    if (result.ok) return answer;
    await giveUp(row);
    return CONFLICT;
  };

  /** Answers with the stored picture of the same bytes. */
  const known = async (row: MediaRow, request: KeyedRequest | undefined) => {
    const answer = answerWith(200, row);
    if (request) await idempotency.insertFinished(request, answer);
    return answer;
  };

  return {
    /**
     * Stores a picture, or finds the stored one with the same bytes.
     * @throws 422 `picture_invalid`, 409 `conflict`
     */
    async upload(
      received: ReceivedPicture,
      request: KeyedRequest | undefined,
    ): Promise<ReplayableAnswer> {
      const picture = inspected(received);
      const attempt = async () => {
        const same = await store.bySha256(received.sha256);
        if (same) return known(same, request);
        return stored(rowOf(picture, received), received.bytes, request);
      };
      return once({ request, find, effect: () => retryOnConflict(attempt) });
    },
  };
};
export type UploadService = ReturnType<typeof uploadService>;
