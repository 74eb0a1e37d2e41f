import type { Download, NewDownload } from "#catalog/files.contract";
import { rangeOf } from "#catalog/media/range.rules";
import type { OrdersRpc } from "#contract/orders";
import { currentTrace } from "#kernel/call";
import { AppError } from "#kernel/errors";
import type { KeyedRequest } from "#kernel/mutations/idempotency";
import type { DownloadedOrder } from "#orders/downloads.contract";
import type { FilesBucket } from "./files.client";
import type { FilesStore } from "./files.store";

interface Dependencies {
  store: Pick<FilesStore, "of" | "byId">;
  bucket: Pick<FilesBucket, "open">;
  orders: Pick<OrdersRpc, "downloadLines" | "takeDownload" | "openDownload">;
}

const noFile = () => new AppError("not_found", "No file to download.");

/** @throws 416 `range_not_satisfiable` */
const partOf = (header: string | undefined, bytes: number) => {
  const range = header === undefined ? undefined : rangeOf(header, bytes);
  if (range !== "unsatisfiable") return range;
  const headers = { "Content-Range": `bytes */${bytes}` };
  throw new AppError("range_not_satisfiable", undefined, { headers });
};

/** Gives buyers the files of what they have paid for. The orders Worker decides who may have them, and how often. */
export const downloadsService = ({ store, bucket, orders }: Dependencies) => ({
  /** Returns the files of a paid order. @throws 404 `not_found` */
  async list(order: DownloadedOrder): Promise<Download[]> {
    const lines = await orders.downloadLines(order, currentTrace());
    const rows = await store.of(lines.map(({ variantId }) => variantId));
    return lines.flatMap(({ lineId, variantId, title, units, taken }) =>
      rows
        .filter((row) => row.variantId === variantId)
        .map(({ id, fileName, contentType, bytes, downloadsMax }) => ({
          ...{ lineId, fileId: id, title, fileName, contentType, bytes },
          remaining: Math.max(0, downloadsMax * units - (taken[id] ?? 0)),
        })),
    );
  },

  /** Counts a download and returns its link. @throws 404 `not_found`, 409 `download_limit_reached` */
  async take(
    order: DownloadedOrder,
    { lineId, fileId }: NewDownload,
    request: KeyedRequest | undefined,
  ) {
    const file = await store.byId(fileId);
    if (!file) throw noFile();
    const { variantId, downloadsMax: takenMax } = file;
    const wanted = { ...order, lineId, fileId, variantId, takenMax };
    return orders.takeDownload(wanted, request, currentTrace());
  },

  /** Opens the file of a link, or the part of it that a Range header names. @throws 404 `not_found`, 416 */
  async open(token: string, rangeHeader: string | undefined) {
    const link = await orders.openDownload(token, currentTrace());
    const file = link && (await store.byId(link.fileId));
    if (!file || file.variantId !== link.variantId) throw noFile();
    const range = partOf(rangeHeader, file.bytes);
    const opened = await bucket.open(file.id, range);
    if (!opened) throw noFile();
    return { file, range, ...opened };
  },
});
export type DownloadsService = ReturnType<typeof downloadsService>;
export type OpenedDownload = Awaited<ReturnType<DownloadsService["open"]>>;
