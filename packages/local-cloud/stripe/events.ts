import { type Account, type Emit, find, newId } from "./account";
import type { Call } from "./endpoint";
import { listPage, type Page, type Selection } from "./listing";
import { API_VERSION, type StripeEvent } from "./objects";

/** Queues webhooks for the endpoints that subscribe to an event. */
export interface DeliveryQueue {
  /** Queues a copy for every endpoint that subscribes to the event. Returns their number. */
  add(event: StripeEvent): number;
  /** Returns the number of copies of an event that are not delivered yet. */
  undelivered(eventId: string): number;
}

/** Creates the function that stores an event and queues its webhooks, in the caller's transaction. */
export const recordEvent =
  (account: Omit<Account, "emit">, deliveryQueue: DeliveryQueue): Emit =>
  (type, object, previous) => {
    const event: StripeEvent = {
      id: newId("evt"),
      object: "event",
      api_version: API_VERSION,
      created: Math.floor(account.clock() / 1000),
      data: previous ? { object, previous_attributes: previous } : { object },
      livemode: false,
      pending_webhooks: 0,
      request: { id: account.cause.id, idempotency_key: account.cause.idempotencyKey },
      type,
    };
    event.pending_webhooks = deliveryQueue.add(event);
    account.objects.insert(event);
  };

const withPendingWebhooks = (account: Account, event: StripeEvent): StripeEvent => ({
  ...event,
  pending_webhooks: account.undelivered(event.id),
});

/** `GET /v1/events/:id` */
export const retrieveEvent = (account: Account, { id }: Call<unknown>): StripeEvent =>
  withPendingWebhooks(account, find(account, "event", id));

/** `GET /v1/events` */
export const listEvents = (account: Account, { params }: Call<Selection>): Page<StripeEvent> => {
  const page = listPage(account, "event", params);
  return { ...page, data: page.data.map((event) => withPendingWebhooks(account, event)) };
};
