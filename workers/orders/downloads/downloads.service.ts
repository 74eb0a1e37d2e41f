import type { Clock } from "#kernel/clock";
import { AppError } from "#kernel/errors";
import type { Answer, Idempotency, KeyedRequest } from "#kernel/mutations/idempotency";
import { once } from "#kernel/mutations/once";
import { CONFLICT, retryOnConflict } from "#kernel/mutations/retry-on-conflict";
import type {
  DownloadedOrder,
  DownloadLine,
  OpenedDownload,
  WantedDownload,
} from "#orders/downloads.contract";
import type { OrderRow } from "#orders/order/order.rules";
import type { OrdersService } from "#orders/order/orders.service";
import type { OrdersStore } from "#orders/order/orders.store";
import { type DownloadLinks, LINK_MS } from "./download-link.rules";
import { downloadableLines } from "./downloadable.rules";
import type { DownloadsStore } from "./downloads.store";

interface Dependencies {
  store: DownloadsStore;
  orders: Pick<OrdersService, "readableRow">;
  ordersStore: Pick<OrdersStore, "find">;
  links: DownloadLinks;
  idempotency: Pick<Idempotency, "find">;
  clock: Clock;
  /** The shop's address, in front of the paths of links. */
  publicUrl: string;
}

const noFile = () => new AppError("not_found", "The order has no such file to download.");

/** Decides who may download the files of an order, and how often. */
export const downloadsService = (deps: Dependencies) => {
  const { store, orders, ordersStore, links, idempotency, clock, publicUrl } = deps;

  /** @throws 404 `not_found` for an order that the actor may not read */
  const readable = (order: DownloadedOrder): Promise<OrderRow> =>
    orders.readableRow(order.orderId, order.actor, order.accessToken);

  const linesOf = async (row: OrderRow): Promise<DownloadLine[]> => {
    const taken = await store.taken(row.id);
    return downloadableLines(row).map((line) => {
      const ofLine = taken.filter(({ lineId }) => lineId === line.lineId);
      return { ...line, taken: Object.fromEntries(ofLine.map((one) => [one.fileId, one.taken])) };
    });
  };

  const takeOnce = async (wanted: WantedDownload, request: KeyedRequest | undefined) => {
    const { orderId, lineId, fileId, variantId, takenMax } = wanted;
    const row = await readable(wanted);
    const line = (await linesOf(row)).find((one) => one.lineId === lineId);
    if (line?.variantId !== variantId) throw noFile();
    const takenBefore = line.taken[fileId] ?? 0;
    const remaining = takenMax * line.units - takenBefore - 1;
    if (remaining < 0) throw new AppError("download_limit_reached");
    const [nowMs, link] = [clock.now(), { orderId, lineId, fileId }];
    const token = await links.tokenOf(link, nowMs + LINK_MS);
    const url = `${publicUrl}/v1/downloads/${token}`;
    const expiresAt = new Date(nowMs + LINK_MS).toISOString();
    const answer: Answer = { status: 201, body: JSON.stringify({ url, expiresAt, remaining }) };
    const stored = request && { request, answer };
    const done = await store.take({ row, link, takenBefore, stored, nowMs });
    return done.ok ? answer : CONFLICT;
  };

  return {
    /** Returns the lines whose files the reader may download. @throws 404 `not_found` */
    lines: async (order: DownloadedOrder) => linesOf(await readable(order)),

    /**
     * Counts a download and returns its link, which can be followed for an hour.
     * @throws 404 `not_found`, 409 `download_limit_reached`, `conflict`
     */
    async take(wanted: WantedDownload, request: KeyedRequest | undefined) {
      // A stored answer contains a link, so the key alone does not open it.
      await readable(wanted);
      return once({
        request,
        find: async (keyed) => (await idempotency.find(keyed))?.answer,
        effect: () => retryOnConflict(() => takeOnce(wanted, request)),
      });
    },

    /** Returns what a link opens; null once it has ended, or the line was refunded. */
    async open(token: string): Promise<OpenedDownload | null> {
      const link = await links.read(token, clock.now());
      const row = link && (await ordersStore.find(link.orderId));
      const line = row && downloadableLines(row).find(({ lineId }) => lineId === link.lineId);
      return line ? { fileId: link.fileId, variantId: line.variantId } : null;
    },
  };
};
