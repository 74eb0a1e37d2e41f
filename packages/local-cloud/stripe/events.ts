import type Stripe from "stripe";
import { type Account, find, newId } from "./account";
import type { Charge } from "./charges";
import type { Call } from "./endpoint";
import type { Intent } from "./intents";
import { listPage, type Page, type Selection } from "./listing";
import type { Refund } from "./refunds";

/** The account's own API version: events are written in it, whatever version a call asks for. */
export const API_VERSION: typeof Stripe.API_VERSION = "2026-10-28.endive";

type Subject = Intent | Charge | Refund;
export type EventType = Stripe.Event["type"];

/** Stripe's event envelope. */
export interface StripeEvent {
  id: string;
  object: "event";
  api_version: string;
  created: number;
  data: { object: Subject; previous_attributes?: Partial<Subject> };
  livemode: false;
  pending_webhooks: number;
  request: { id: string | null; idempotency_key: string | null };
  type: EventType;
}

/** Tells the world that something happened to an object, once the call is committed. */
export type Emit = (type: EventType, object: Subject, previous?: Partial<Subject>) => void;

/** The endpoints an event goes to, and the way there. */
export interface Post {
  /** Puts a copy into the post for every endpoint that wants it; says how many. */
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
