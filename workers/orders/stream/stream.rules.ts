import type { OrderStatus, TimelineEntry } from "#contract/orders";
import { buyerEntry, isForBuyers } from "#orders/order/view.rules";

/** How often a stream reads the timeline. One read each, of one indexed statement. */
export const READ_EVERY_MS = 3000;
/**
 * How long a stream stays open. With its reads it stays below the 50 subrequests that Cloudflare's free plan
 * allows for a request: https://developers.cloudflare.com/workers/platform/limits/
 */
export const STREAM_SECONDS_MAX = 90;
/** The reads after which a silent stream sends a comment, so that no proxy closes it. */
const READS_PER_HEARTBEAT = 5;

/** The statuses after which a stream ends. Later refunds and returns are in the timeline. */
const ENDED: readonly OrderStatus[] = ["delivered", "cancelled", "failed"];
export const isEnded = ({ status }: { status: OrderStatus }) => ENDED.includes(status);

/** Returns the sequence of the last entry that a client has; 0 for a header that no stream sent. */
export const sequenceIn = (lastEventId: string | undefined) =>
  /^\d{1,9}$/.test(lastEventId ?? "") ? Number(lastEventId) : 0;

/** Returns the entries that the caller may see. */
export const visibleTo = (isStaff: boolean, entries: readonly TimelineEntry[]) =>
  isStaff ? [...entries] : entries.filter(isForBuyers).map(buyerEntry);

/** The first lines of a stream: how soon a client connects again when it ends. */
export const OPENING = `retry: ${READ_EVERY_MS}\n\n`;
const HEARTBEAT = ": heartbeat\n\n";

export const isHeartbeatDue = (silentReads: number) =>
  silentReads > 0 && silentReads % READS_PER_HEARTBEAT === 0;

/** Returns entries as server-sent events: https://html.spec.whatwg.org/multipage/server-sent-events.html */
export const eventsOf = (entries: readonly TimelineEntry[]) =>
  entries.map((entry) => `id: ${entry.sequence}\ndata: ${JSON.stringify(entry)}\n\n`).join("");

export const heartbeatOf = (silentReads: number) => (isHeartbeatDue(silentReads) ? HEARTBEAT : "");
