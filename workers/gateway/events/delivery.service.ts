import type { Services } from "#gateway/env";
import { currentTrace } from "#kernel/call";
import { appErrorIn } from "#kernel/errors";
import type { Envelope } from "#kernel/events/events";
import { log } from "#kernel/log";
import { audienceOf } from "./audience.service";

/**
 * `unreadable`: no handler failed for another reason, so a further delivery is useless. `failed`: the queue
 * should deliver the event again.
 */
export type DeliveryOutcome = "committed" | "unreadable" | "failed";

const isUnreadable = (err: unknown) => appErrorIn(err)?.code === "validation_failed";

/**
 * Delivers an event to every Worker that handles it, and acknowledges it to its owner once all have
 * committed. Handlers that had committed before a failure detect the duplicate in the next delivery.
 */
export const eventDelivery = (services: Services) => {
  const deliver = async (event: Envelope) => {
    const trace = currentTrace();
    const { owner, handlers } = audienceOf(event);
    // Waits for all of them, because calls that still run are cancelled when this request ends.
    const outcomes = await Promise.allSettled(
      handlers.map((handler) => services[handler].receive(event, trace)),
    );
    const failures = outcomes.flatMap((one) => (one.status === "rejected" ? [one.reason] : []));
    if (failures.length > 0) throw failures.find((err) => !isUnreadable(err)) ?? failures[0];
    await services[owner].acknowledge([event.id], trace);
  };

  return async (event: Envelope): Promise<DeliveryOutcome> => {
    try {
      await deliver(event);
      return "committed";
    } catch (err) {
      log.warn("event.failed", { eventId: event.id, type: event.type, error: err });
      return isUnreadable(err) ? "unreadable" : "failed";
    }
  };
};
export type EventDelivery = ReturnType<typeof eventDelivery>;
