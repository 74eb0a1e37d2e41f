import type { Database } from "bun:sqlite";
import { type Delivery, deliveryStore, type Endpoint, type EventRef } from "./deliveries.store";
import type { FaultSwitches } from "./faults";

/** A webhook as it is posted. */
interface Message {
  url: string;
  body: string;
  headers: Record<string, string>;
}

interface Deps {
  db: Database;
  faults: FaultSwitches;
  /** The pause before each retry. */
  retryDelaysMs: readonly number[];
  /** Returns the signed webhook of a delivery; undefined if its endpoint or event no longer exists. */
  messageOf(delivery: Pick<Delivery, "event" | "endpoint">): Message | undefined;
}

const CONCURRENCY = 16;
const TIMEOUT_MS = 10_000;
/** The delay of a reordered delivery if the rule sets none. */
const REORDER_MS = 300;

/** Sends a webhook. Returns the status of the answer, or null if there was none. */
const send = async ({ url, body, headers }: Message, closing: AbortSignal) => {
  try {
    const response = await fetch(url, {
      method: "POST",
      body,
      headers,
      redirect: "manual",
      signal: AbortSignal.any([closing, AbortSignal.timeout(TIMEOUT_MS)]),
    });
    await response.arrayBuffer();
    return response.status;
  } catch {
    return null;
  }
};

/** Takes items as they become due and runs `work` on a limited number of them at once. */
const startWorkers = <T>(
  take: () => T | null,
  work: (taken: T) => Promise<void>,
  nextAt: () => number | undefined,
) => {
  const running = new Set<Promise<void>>();
  let timer: { handle: Timer; at: number } | undefined;
  let closed = false;

  const wake = (at: number) => {
    if (timer && timer.at <= at) return;
    clearTimeout(timer?.handle);
    timer = { at, handle: setTimeout(pump, Math.max(at - Date.now(), 0)) };
  };
  const pump = () => {
    if (closed) return;
    timer = undefined;
    while (running.size < CONCURRENCY) {
      const taken = take();
      if (taken === null) break;
      const run: Promise<void> = work(taken).finally(() => {
        running.delete(run);
        wake(0);
      });
      running.add(run);
    }
    const at = nextAt();
    if (at !== undefined && running.size < CONCURRENCY) wake(at);
  };
  return {
    wake,
    async close() {
      closed = true;
      clearTimeout(timer?.handle);
      await Promise.allSettled(running);
    },
  };
};

/**
 * Creates the queue of webhooks. A copy of an event stays in the database until it is delivered or given up,
 * so that a restart resumes it.
 */
export const deliveryQueue = ({ db, faults, retryDelaysMs, messageOf }: Deps) => {
  const closing = new AbortController();
  const store = deliveryStore(db);

  const deliver = async ({ seq, attempts, ...delivery }: Delivery) => {
    const message = messageOf(delivery);
    if (!message) return store.end(seq, "dropped", null);
    const status = await send(message, closing.signal);
    // The shutdown cut the request off. The delivery stays `sending`, and the next start resumes it.
    if (closing.signal.aborted) return;
    if (status !== null && status < 300) return store.end(seq, "delivered", status);
    const pauseMs = retryDelaysMs[attempts - 1];
    if (pauseMs === undefined) return store.end(seq, "failed", status);
    store.postpone(seq, status, Date.now() + pauseMs);
  };
  const workers = startWorkers(store.take, deliver, store.nextAt);

  store.recover();
  workers.wake(0);
  return {
    /** Queues a copy of an event for an endpoint, in the caller's transaction. */
    add(event: EventRef, to: Endpoint) {
      const call = { method: "POST", path: "/webhooks" };
      const fault = faults.draw(["duplicate", "reorder", "forget"], call);
      const nextAt = Date.now() + (fault?.kind === "reorder" ? (fault.ms ?? REORDER_MS) : 0);
      store.add(event, to, { state: fault?.kind === "forget" ? "forgotten" : "pending", nextAt });
      if (fault?.kind === "duplicate") store.add(event, to, { state: "pending", nextAt });
      // The timer fires after the caller's transaction has ended.
      workers.wake(nextAt);
    },
    undelivered: store.undelivered,
    last: store.last,
    close() {
      closing.abort();
      return workers.close();
    },
  };
};
