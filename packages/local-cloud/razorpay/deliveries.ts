import type { Database } from "bun:sqlite";
import { deliveryQueue } from "#cloud/frame/deliveries";
import type { FaultSwitches } from "#cloud/frame/faults";
import { type Emit, hmac, newEventId, nowSeconds } from "./account";
import type { EventType, WebhookBody } from "./objects";
import type { ObjectStore } from "./store";

/** The webhook of the account. */
export interface Receiver {
  url: string;
  secret: string;
  events: readonly EventType[];
}

interface Deps {
  db: Database;
  objects: ObjectStore;
  clock: () => number;
  faults: FaultSwitches;
  receiver: Receiver | undefined;
  /** The pause before each retry. */
  retryDelaysMs: readonly number[];
}

const ACCOUNT_ID = "acc_BodegaDevShop0";
const ENDPOINT_ID = "webhook";

const bodyOf = (type: EventType, about: Parameters<Emit>[1], now: number): WebhookBody => ({
  entity: "event",
  account_id: ACCOUNT_ID,
  event: type,
  contains: Object.keys(about),
  payload: Object.fromEntries(
    Object.entries(about).map(([name, entity]) => [name, { entity: entity as object }]),
  ),
  created_at: now,
});

/** Stores the events of the account, and sends them as signed webhooks. */
export const deliveries = (deps: Deps) => {
  const { db, objects, clock, faults, receiver, retryDelaysMs } = deps;
  const copies = deliveryQueue({
    db,
    faults,
    retryDelaysMs,
    messageOf({ event }) {
      const body = objects.eventText(event);
      if (!receiver || !body) return undefined;
      const headers = {
        "Content-Type": "application/json",
        "User-Agent": "Razorpay-Webhook/v1",
        "X-Razorpay-Signature": hmac(receiver.secret, body),
        "X-Razorpay-Event-Id": event,
      };
      return { url: receiver.url, body, headers };
    },
  });
  const emit: Emit = (type, about) => {
    const id = newEventId();
    objects.addEvent(id, bodyOf(type, about, nowSeconds({ clock })));
    if (receiver?.events.includes(type))
      copies.add({ id, type }, { id: ENDPOINT_ID, url: receiver.url });
  };
  return { emit, last: copies.last, close: copies.close };
};
