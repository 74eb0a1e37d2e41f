import type { Database } from "bun:sqlite";
import type { FaultSwitches } from "#cloud/frame/faults";
import { type Delivery, deliveryStore } from "./deliveries.store";
import type { Post } from "./events";
import type { StripeEvent } from "./objects";
import type { ObjectStore } from "./store";

/** Where copies of events go. */
export interface Receiver {
  id: string;
  url: string;
  secret: string;
  enabledEvents: readonly string[];
}

interface Tools {
  db: Database;
  objects: ObjectStore;
  clock: () => number;
  faults: FaultSwitches;
  receivers: readonly Receiver[];
  /** The pause before each further try. */
  retryDelaysMs: readonly number[];
}

const CONCURRENCY = 16;
const TIMEOUT_MS = 10_000;
/** How long a reordered delivery is held back, unless the rule says. */
const HELD_MS = 300;

const hmac = (secret: string, text: string) =>
  new Bun.CryptoHasher("sha256", secret).update(text).digest("hex");

/**
 * Returns the `Stripe-Signature` of a body. In test mode Stripe adds a `v0`, which must not be
 * trusted.
 */
const signatureHeader = (secret: string, body: string, seconds: number) => {
  const signed = `${seconds}.${body}`;
  return `t=${seconds},v1=${hmac(secret, signed)},v0=${hmac("test mode", signed)}`;
};

/** The status of the answer, or null without one. */
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

/** Calls `work` for up to so many at once, whenever something is there to take. */
const pumping = <T>(
  take: () => T | null,
  work: (taken: T) => Promise<void>,
  nextAt: () => number | undefined,
) => {
  const flying = new Set<Promise<void>>();
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
    while (flying.size < CONCURRENCY) {
      const taken = take();
      if (taken === null) break;
      const flight: Promise<void> = work(taken).finally(() => {
        flying.delete(flight);
        wake(0);
      });
      flying.add(flight);
    }
    const at = nextAt();
    if (at !== undefined && flying.size < CONCURRENCY) wake(at);
  };
  return {
    wake,
    async close() {
      closed = true;
      clearTimeout(timer?.handle);
      await Promise.allSettled(flying);
    },
  };
};

/**
 * The delivery queue. Copies of events stay in the file until they are delivered or given up, so
 * that a restart resumes it.
 */
export const deliveries = ({ db, objects, clock, faults, receivers, retryDelaysMs }: Tools) => {
  const closing = new AbortController();
  const store = deliveryStore(db);

  const deliver = async ({ seq, event: eventId, endpoint, attempts }: Delivery) => {
    const receiver = receivers.find(({ id }) => id === endpoint);
    const event = objects.get("event", eventId);
    if (!receiver || !event) return store.end(seq, "dropped", null);
    // Indented like Stripe's own, so that a receiver that re-serialises it fails here already.
    const body = JSON.stringify(event, null, 2);
    const status = await send(receiver, body, Math.floor(clock() / 1000), closing.signal);
    // Closing cut it off: it stays `sending`, and the next start takes it up again.
    if (closing.signal.aborted) return;
    if (status !== null && status < 300) return store.end(seq, "delivered", status);
    const pauseMs = retryDelaysMs[attempts - 1];
    if (pauseMs === undefined) return store.end(seq, "failed", status);
    store.postpone(seq, status, Date.now() + pauseMs);
  };
  const pump = pumping(store.take, deliver, store.nextAt);

  const queueFor = (event: StripeEvent, receiver: Receiver) => {
    const call = { method: "POST", path: "/webhooks" };
    const fault = faults.draw(["duplicate", "reorder", "forget"], call);
    const at = Date.now() + (fault?.kind === "reorder" ? (fault.ms ?? HELD_MS) : 0);
    store.add(event, receiver, fault?.kind === "forget" ? "forgotten" : "pending", at);
    if (fault?.kind === "duplicate") store.add(event, receiver, "pending", at);
    // The caller's transaction is over by the time a timer fires.
    pump.wake(at);
  };
  const post: Post = {
    queue(event) {
      const wanted = receivers.filter(({ enabledEvents }) =>
        enabledEvents.some((name) => name === "*" || name === event.type),
      );
      for (const receiver of wanted) queueFor(event, receiver);
      return wanted.length;
    },
    underWay: store.underWay,
  };

  store.recover();
  pump.wake(0);
  return {
    post,
    last: store.last,
    close() {
      closing.abort();
      return pump.close();
    },
  };
};
