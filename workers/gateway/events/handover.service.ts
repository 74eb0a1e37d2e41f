import type { Binding, Services } from "#gateway/env";
import { currentTrace } from "#kernel/call";
import { type Envelope, flowOf } from "#kernel/events/events";
import type { HandlingReport } from "#kernel/events/handling";
import { log } from "#kernel/log";
import { type Audience, audienceOf, OWNERS } from "./audience.service";

/** How long the handlers may take in one run of the cron, which runs every minute. */
const BUDGET_MS = 45_000;

interface Delivery extends Audience {
  event: Envelope;
}

/** The outcome of all events, by id. */
interface Outcome {
  failed: Set<string>;
  unreached: Set<string>;
}

const deliveryOf = (event: Envelope): Delivery[] => {
  try {
    return [{ event, ...audienceOf(event) }];
  } catch {
    return [];
  }
};

const idsOf = (deliveries: readonly Delivery[]) => deliveries.map(({ event }) => event.id);

/** Reports every event as failed, for a handler that did not answer. */
const nothingHandled = (events: readonly Envelope[]): HandlingReport => ({
  failed: events.map(({ id }) => ({ eventId: id, code: "dependency_unavailable" })),
  unreached: [],
});

/**
 * Hands overdue events to their handlers without the queue. When the queue is down, has an exhausted
 * quota or a wrong key, events take minutes instead of seconds, and none is lost. There is one call per
 * Worker and list, because Cloudflare allows 32 invocations of Workers per request.
 * https://developers.cloudflare.com/workers/runtime-apis/bindings/service-bindings/#limits
 */
export const handOver = (services: Services) => {
  const claimFrom = async (owner: Binding): Promise<Envelope[]> => {
    try {
      return await services[owner].claimOverdue(currentTrace());
    } catch (err) {
      log.error("handover.claim_failed", { binding: owner, error: err });
      return [];
    }
  };

  const send = async (handler: Binding, events: Envelope[]): Promise<HandlingReport> => {
    try {
      return await services[handler].receiveAll(events, BUDGET_MS, currentTrace());
    } catch (err) {
      log.error("handover.handler_failed", { binding: handler, events: events.length, error: err });
      return nothingHandled(events);
    }
  };

  const sendAll = async (deliveries: readonly Delivery[]): Promise<Outcome> => {
    const outcome: Outcome = { failed: new Set(), unreached: new Set() };
    const sendTo = async (handler: Binding) => {
      const addressed = deliveries.filter(({ handlers }) => handlers.includes(handler));
      const { failed, unreached } = await send(
        handler,
        addressed.map(({ event }) => event),
      );
      for (const { eventId, code } of failed) {
        log.warn("event.failed", { eventId, handler, code });
        outcome.failed.add(eventId);
      }
      for (const eventId of unreached) outcome.unreached.add(eventId);
    };
    const handlers = new Set(deliveries.flatMap((delivery) => delivery.handlers));
    await Promise.all([...handlers].map(sendTo));
    return outcome;
  };

  /**
   * Reports to an owner which events were handled and which were not reached. A failed event stays
   * claimed.
   */
  const report = async (owner: Binding, ids: readonly string[], outcome: Outcome) => {
    const tried = ids.filter((id) => !outcome.failed.has(id));
    const handled = tried.filter((id) => !outcome.unreached.has(id));
    const unreached = tried.filter((id) => outcome.unreached.has(id));
    try {
      if (handled.length > 0) await services[owner].acknowledge(handled, currentTrace());
      if (unreached.length > 0) await services[owner].giveBack(unreached, currentTrace());
    } catch (err) {
      log.error("handover.report_failed", { binding: owner, error: err });
    }
    return handled.length;
  };

  const deliver = async (deliveries: readonly Delivery[]) => {
    const outcome = await sendAll(deliveries);
    const byOwner = Map.groupBy(deliveries, ({ owner }) => owner);
    const counts = await Promise.all(
      [...byOwner].map(([owner, own]) => report(owner, idsOf(own), outcome)),
    );
    return counts.reduce((sum, count) => sum + count, 0);
  };

  /** Mail is sent at its provider's pace; the other events do not wait for it. */
  return async () => {
    const claimed = (await Promise.all(OWNERS.map(claimFrom))).flat();
    const deliveries = claimed.flatMap(deliveryOf);
    const isMail = ({ event }: Delivery) => flowOf(event) !== null;
    const [handled, mailed] = await Promise.all([
      deliver(deliveries.filter((delivery) => !isMail(delivery))),
      deliver(deliveries.filter(isMail)),
    ]);
    if (claimed.length > 0)
      log.info("handover.done", { overdue: claimed.length, handled: handled + mailed });
  };
};
