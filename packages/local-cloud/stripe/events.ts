import { type Account, type Emit, find, newId } from "./account";
import type { Call } from "./endpoint";
import { listPage, type Page, type Selection } from "./listing";
import { API_VERSION, type StripeEvent } from "./objects";

/** The endpoints an event goes to, and the way there. */
export interface Post {
  /** Queues a copy for every endpoint that subscribes to it. Returns their number. */
  queue(event: StripeEvent): number;
  /** Copies of an event that are still under way. */
  underWay(eventId: string): number;
}

/** Writes the event down and hands it to the post, in the caller's transaction. */
export const recordEvent =
  (account: Omit<Account, "emit">, post: Post): Emit =>
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
    event.pending_webhooks = post.queue(event);
    account.objects.insert(event);
  };

const asOfNow = (account: Account, event: StripeEvent): StripeEvent => ({
  ...event,
  pending_webhooks: account.underWay(event.id),
});

/** `GET /v1/events/:id` */
export const retrieveEvent = (account: Account, { id }: Call<unknown>): StripeEvent =>
  asOfNow(account, find(account, "event", id));

/** `GET /v1/events` */
export const listEvents = (account: Account, { params }: Call<Selection>): Page<StripeEvent> => {
  const page = listPage(account, "event", params);
  return { ...page, data: page.data.map((event) => asOfNow(account, event)) };
};
