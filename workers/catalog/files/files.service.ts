import { FILES_MAX, type FileQuery, type ProductFile } from "#catalog/files.contract";
import type { Clock } from "#kernel/clock";
import { AppError } from "#kernel/errors";
import { newId } from "#kernel/ids";
import { log } from "#kernel/log";
import type { Idempotency, KeyedRequest } from "#kernel/mutations/idempotency";
import { once } from "#kernel/mutations/once";
import type { FilesBucket } from "./files.client";
import type { FileRow, FilesStore } from "./files.store";

interface Dependencies {
  store: FilesStore;
  bucket: FilesBucket;
  idempotency: Pick<Idempotency, "find" | "insertFinished">;
  clock: Clock;
}

/** A file that arrives. */
export interface ArrivingFile extends FileQuery {
  variantId: string;
  contentType: string;
  bytes: number;
  body: ReadableStream<Uint8Array>;
}

/** How long an unfinished upload keeps its row: longer than any request runs that may still write its object. */
const UNSETTLED_MS = 6 * 3_600_000;

const view = ({ id, variantId, createdAt, ...row }: FileRow): ProductFile => ({
  ...{ id, variantId, fileName: row.fileName, contentType: row.contentType, bytes: row.bytes },
  downloadsMax: row.downloadsMax,
  createdAt: new Date(createdAt).toISOString(),
});

const noFile = () => new AppError("not_found", "No file has this id.");

/** Takes and deletes the files of digital products. */
export const filesService = ({ store, bucket, idempotency, clock }: Dependencies) => {
  const find = async (request: KeyedRequest) => (await idempotency.find(request))?.answer;

  /** @throws 404 for an unknown variant, 422 `product_invalid` for one that is not digital */
  const requireDigital = async (variantId: string) => {
    const type = await store.typeOf(variantId);
    if (type === undefined) throw new AppError("not_found", "No variant has this id.");
    if (type !== "digital")
      throw new AppError("product_invalid", "Only digital products have files to download.");
  };

  const rowOf = ({ body: _, ...file }: ArrivingFile): FileRow => {
    const nowMs = clock.now();
    const id = newId("file", nowMs);
    return { id, status: "uploading", ...file, createdAt: nowMs, updatedAt: nowMs };
  };

  /** The row comes before its object, so that no crash leaves an object that the sweep does not know. */
  const stored = async (file: ArrivingFile, request: KeyedRequest | undefined) => {
    await requireDigital(file.variantId);
    const row = rowOf(file);
    await store.begin(row);
    await bucket.put(row.id, file.body, row.bytes);
    const answer = { status: 201, body: JSON.stringify(view(row)) };
    const done = await store.finish(row, request && idempotency.insertFinished(request, answer));
    if (done.ok) return answer;
    if (done.refusal === "gone") throw new AppError("request_timeout");
    throw new AppError("product_invalid", `A variant has at most ${FILES_MAX} files.`);
  };

  const discard = (id: string) =>
    bucket.delete(id).catch((error) => log.warn("files.not_discarded", { error, fileId: id }));

  return {
    /** Returns the files of a variant. @throws 404 `not_found` */
    async list(variantId: string): Promise<ProductFile[]> {
      const rows = await store.of([variantId]);
      if (rows.length === 0 && (await store.typeOf(variantId)) === undefined)
        throw new AppError("not_found", "No variant has this id.");
      return rows.map(view);
    },

    /** Stores a file. @throws 404 `not_found`, 422 `product_invalid`, 400 `malformed_request` */
    upload: (file: ArrivingFile, request: KeyedRequest | undefined) =>
      once({ request, find, effect: () => stored(file, request) }),

    /** Deletes a file, also for those who bought it. @throws 404 `not_found` */
    remove: (id: string, request: KeyedRequest | undefined) =>
      once({
        request,
        find,
        effect: async () => {
          const answer = { status: 204, body: "" };
          const finished = request && idempotency.insertFinished(request, answer);
          if (!(await store.remove(id, clock.now(), finished)).ok) throw noFile();
          await discard(id);
          return answer;
        },
      }),

    /** Deletes what interrupted uploads and deleted files have left, objects first. Returns how many. */
    async sweep(): Promise<number> {
      const left = await store.unsettled(clock.now() - UNSETTLED_MS);
      for (const { id } of left) {
        await bucket.delete(id);
        await store.forget(id);
      }
      return left.length;
    },
  };
};
export type FilesService = ReturnType<typeof filesService>;
