import type { Database } from "bun:sqlite";
import type { FaultSwitches } from "#cloud/frame/faults";
import { type Delivery, deliveryStore } from "./deliveries.store";
import type { DeliveryQueue } from "./events";
import type { StripeEvent } from "./objects";
import type { Receiver } from "./settings/receiver";
import type { ObjectStore } from "./store";

interface Deps {
  db: Database;
  objects: ObjectStore;
  clock: () => number;
  faults: FaultSwitches;
  receivers: readonly Receiver[];
  /** The pause before each retry. */
  retryDelaysMs: readonly number[];
}

const CONCURRENCY = 16;
const TIMEOUT_MS = 10_000;
/** The delay of a reordered delivery if the rule sets none. */
const REORDER_MS = 300;

const hmac = (secret: string, text: string) =>
  new Bun.CryptoHasher("sha256", secret).update(text).digest("hex");

/**
 * Returns the `Stripe-Signature` header of a body. In test mode Stripe adds a `v0` signature, which receivers
 * must not trust.
 */
const signatureHeader = (secret: string, body: string, seconds: number) => {
  const signed = `${seconds}.${body}`;
  return `t=${seconds},v1=${hmac(secret, signed)},v0=${hmac("test mode", signed)}`;
};

/** Sends the body. Returns the status of the answer, or null if there was none. */
const send = async (receiver: Receiver, body: string, seconds: number, closing: AbortSignal) => {
  try {
    const response = await fetch(receiver.url, {
      method: "POST",
      body,
      headers: {
        "Content-Type": "application/json; charset=utf-8",
        "Stripe-Signature": signatureHeader(receiver.secret, body, seconds),
        "User-Agent": "Stripe/1.0 (+https://stripe.com/docs/webhooks)",
      },
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
 * Creates the delivery queue. A copy of an event stays in the database until it is delivered or given up, so
 * that a restart resumes it.
 */
export const deliveries = ({ db, objects, clock, faults, receivers, retryDelaysMs }: Deps) => {
  const closing = new AbortController();
  const store = deliveryStore(db);

  const deliver = async ({ seq, event: eventId, endpoint, attempts }: Delivery) => {
    const receiver = receivers.find(({ id }) => id === endpoint);
    const event = objects.get("event", eventId);
    if (!receiver || !event) return store.end(seq, "dropped", null);
    // Stripe indents its bodies too. A receiver that verifies a re-serialised body therefore fails here as
    // it would with Stripe.
    const body = JSON.stringify(event, null, 2);
    const status = await send(receiver, body, Math.floor(clock() / 1000), closing.signal);
    // The shutdown cut the request off. The delivery stays `sending`, and the next start resumes it.
    if (closing.signal.aborted) return;
    if (status !== null && status < 300) return store.end(seq, "delivered", status);
    const pauseMs = retryDelaysMs[attempts - 1];
    if (pauseMs === undefined) return store.end(seq, "failed", status);
    store.postpone(seq, status, Date.now() + pauseMs);
  };
  const workers = startWorkers(store.take, deliver, store.nextAt);

  const queueFor = (event: StripeEvent, receiver: Receiver) => {
    const call = { method: "POST", path: "/webhooks" };
    const fault = faults.draw(["duplicate", "reorder", "forget"], call);
    const at = Date.now() + (fault?.kind === "reorder" ? (fault.ms ?? REORDER_MS) : 0);
    store.add(event, receiver, fault?.kind === "forget" ? "forgotten" : "pending", at);
    if (fault?.kind === "duplicate") store.add(event, receiver, "pending", at);
    // The timer fires after the caller's transaction has ended.
    workers.wake(at);
  };
  const queue: DeliveryQueue = {
    add(event) {
      const subscribers = receivers.filter(
        ({ enabledEvents, status }) =>
          status === "enabled" && enabledEvents.some((name) => name === "*" || name === event.type),
      );
      for (const receiver of subscribers) queueFor(event, receiver);
      return subscribers.length;
    },
    undelivered: store.undelivered,
  };

  store.recover();
  workers.wake(0);
  return {
    queue,
    last: store.last,
    close() {
      closing.abort();
      return workers.close();
    },
  };
};
