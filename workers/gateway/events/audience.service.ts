import { EVENTS as CATALOG_EVENTS } from "#events/catalog";
import { EVENTS as ORDER_EVENTS } from "#events/orders";
import { EVENTS as PAYMENT_EVENTS } from "#events/payments";
import { EVENTS as USER_EVENTS } from "#events/users";
import { BINDINGS } from "#gateway/bindings.rules";
import type { Binding } from "#gateway/env";
import { AppError } from "#kernel/errors";
import { type Envelope, handlersOf } from "#kernel/events/events";
import { log } from "#kernel/log";
import { OWNER_NAMES } from "./owners.rules";

/** The bindings of the Workers with an outbox. */
export const OWNERS = OWNER_NAMES.map(
  (name) => name.toUpperCase() as Uppercase<typeof name>,
) satisfies Binding[];

const DEFINITIONS = [...USER_EVENTS, ...CATALOG_EVENTS, ...ORDER_EVENTS, ...PAYMENT_EVENTS];
/** Handlers by type, for envelopes that are older than the attribute `handlers`. */
const HANDLERS = new Map(DEFINITIONS.map(({ type, handlers }) => [type, handlers]));

/** The owner of an event, and the Workers that handle it. */
export interface Audience {
  owner: Binding;
  handlers: Binding[];
}

const bindingOf = (name: string) => BINDINGS.find((binding) => binding === name.toUpperCase());

/**
 * Returns the owner and the handlers of an event. The event names its handlers, so that a gateway of
 * another version calls all of them.
 * @throws AppError `dependency_unavailable`, after a log line, if an owner or handler is unknown: a
 * gateway of another version may know it, and until then the owner keeps the event
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
