import { EVENTS as CATALOG_EVENTS } from "#contract/catalog";
import { EVENTS as ORDER_EVENTS } from "#contract/orders";
import { EVENTS as PAYMENT_EVENTS } from "#contract/payments";
import { EVENTS as USER_EVENTS } from "#contract/users";
import { BINDINGS } from "#gateway/bindings.rules";
import type { Binding } from "#gateway/env";
import { AppError } from "#kernel/errors";
import { type Envelope, handlersOf } from "#kernel/events/events";
import { log } from "#kernel/log";

/** The Workers that have an outbox. */
export const OWNERS = ["USERS", "CATALOG", "ORDERS", "PAYMENTS"] as const satisfies Binding[];

const DEFINITIONS = [...USER_EVENTS, ...CATALOG_EVENTS, ...ORDER_EVENTS, ...PAYMENT_EVENTS];
/** For envelopes that were written before they named their handlers. */
const HANDLERS = new Map(DEFINITIONS.map(({ type, handlers }) => [type, handlers]));

/** The Worker that an event comes from, and those that handle it. */
export interface Audience {
  owner: Binding;
  handlers: Binding[];
}

const bindingOf = (name: string) => BINDINGS.find((binding) => binding === name.toUpperCase());

/**
 * Returns where an event goes. The event names its handlers itself, so that a gateway of another version
 * leaves none of them out.
 * @throws AppError `dependency_unavailable`, after a line in the log, when it names nothing known: a
 * gateway of another version may know it, and until then its owner keeps it
 */
export const audienceOf = (event: Envelope): Audience => {
  const { id: eventId, type, source } = event;
  const owner = OWNERS.find((binding) => `/${binding.toLowerCase()}` === source);
  const names = handlersOf(event) ?? HANDLERS.get(type);
  const handlers = names?.map(bindingOf);
  if (owner && handlers?.every((handler) => handler !== undefined)) return { owner, handlers };
  log.error("event.unknown", { eventId, type, source, handlers: names });
  throw new AppError("dependency_unavailable", "This version does not know the event.");
};
