import { EVENTS as CATALOG_EVENTS } from "#contract/catalog";
import { EVENTS as ORDER_EVENTS } from "#contract/orders";
import { EVENTS as PAYMENT_EVENTS } from "#contract/payments";
import { EVENTS as USER_EVENTS } from "#contract/users";
import { BINDINGS } from "#gateway/bindings.rules";
import type { Binding } from "#gateway/env";
import { AppError } from "#kernel/errors";
import { type Envelope, hearersOf } from "#kernel/events/events";
import { log } from "#kernel/log";

/** The Workers that have an outbox. */
export const OWNERS = ["USERS", "CATALOG", "ORDERS", "PAYMENTS"] as const satisfies Binding[];

const DEFINITIONS = [...USER_EVENTS, ...CATALOG_EVENTS, ...ORDER_EVENTS, ...PAYMENT_EVENTS];
/** For envelopes that were written before they named their hearers. */
const HEARERS = new Map(DEFINITIONS.map(({ type, hearers }) => [type, hearers]));

/** The Worker that an event comes from, and those that hear it. */
export interface Audience {
  owner: Binding;
  hearers: Binding[];
}

const bindingOf = (name: string) => BINDINGS.find((binding) => binding === name.toUpperCase());

/**
 * Returns where an event goes. The event names its hearers itself, so that a gateway of another version
 * leaves none of them out.
 * @throws AppError `dependency_unavailable`, after a line in the log, when it names nothing known: a
 * gateway of another version may know it, and until then its owner keeps it
 */
export const audienceOf = (event: Envelope): Audience => {
  const { id: eventId, type, source } = event;
  const owner = OWNERS.find((binding) => `/${binding.toLowerCase()}` === source);
  const names = hearersOf(event) ?? HEARERS.get(type);
  const hearers = names?.map(bindingOf);
  if (owner && hearers?.every((hearer) => hearer !== undefined)) return { owner, hearers };
  log.error("event.unknown", { eventId, type, source, hearers: names });
  throw new AppError("dependency_unavailable", "This version does not know the event.");
};
