import type { Database } from "bun:sqlite";
import { createHmac } from "node:crypto";
import { deliveryQueue } from "#cloud/frame/deliveries";
import type { FaultSwitches } from "#cloud/frame/faults";
import type { DeliveryQueue } from "./events";
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

const hmac = (secret: string, text: string) =>
  createHmac("sha256", secret).update(text).digest("hex");

/**
 * Returns the `Stripe-Signature` header of a body. In test mode Stripe adds a `v0` signature, which receivers
 * must not trust.
 */
const signatureHeader = (secret: string, body: string, seconds: number) => {
  const signed = `${seconds}.${body}`;
  return `t=${seconds},v1=${hmac(secret, signed)},v0=${hmac("test mode", signed)}`;
};

const headersOf = (secret: string, body: string, seconds: number) => ({
  "Content-Type": "application/json; charset=utf-8",
  "Stripe-Signature": signatureHeader(secret, body, seconds),
  "User-Agent": "Stripe/1.0 (+https://stripe.com/docs/webhooks)",
});

/** Creates the queue of webhooks to the endpoints of the account. */
export const deliveries = ({ db, objects, clock, faults, receivers, retryDelaysMs }: Deps) => {
  const copies = deliveryQueue({
    db,
    faults,
    retryDelaysMs,
    messageOf({ event: eventId, endpoint }) {
      const receiver = receivers.find(({ id }) => id === endpoint);
      const event = objects.get("event", eventId);
      if (!receiver || !event) return undefined;
      // Stripe indents its bodies too. A receiver that verifies a re-serialised body therefore fails here as
      // it would with Stripe.
      const body = JSON.stringify(event, null, 2);
      const { url, secret } = receiver;
      return { url, body, headers: headersOf(secret, body, Math.floor(clock() / 1000)) };
    },
  });
  const queue: DeliveryQueue = {
    add(event) {
      const subscribers = receivers.filter(
        ({ enabledEvents, status }) =>
          status === "enabled" && enabledEvents.some((name) => name === "*" || name === event.type),
      );
      for (const receiver of subscribers) copies.add(event, receiver);
      return subscribers.length;
    },
    undelivered: copies.undelivered,
  };
  return { queue, last: copies.last, close: copies.close };
};
