import type { Binding, Services } from "#gateway/env";
import { currentTrace } from "#kernel/call";
import { AppError } from "#kernel/errors";
import type { OutboxEvent, OutboxQuery } from "#kernel/events/outbox-oversight";
import { OWNERS } from "./audience.service";

const bindingOf = (owner: string) =>
  OWNERS.filter((binding: Binding) => binding.toLowerCase() === owner);

/** Lists the events of all owners for staff, and makes dead ones due again. */
export const eventListing = (services: Services) => ({
  /**
   * Returns the events of one owner, or of all, newest first; at least `limit + 1` if there are so many.
   * Fails if an owner does not answer, because a list without its events would look complete.
   */
  async list(query: OutboxQuery, owner: string | undefined): Promise<OutboxEvent[]> {
    const asked = owner ? bindingOf(owner) : OWNERS;
    const lists = await Promise.all(
      asked.map((binding) => services[binding].listEvents(query, currentTrace())),
    );
    return lists.flat().toSorted((a, b) => (a.id < b.id ? 1 : -1));
  },

  /** Makes a dead event due again at its owner. @throws 404 `not_found` */
  async replay(eventId: string): Promise<OutboxEvent> {
    const answers = await Promise.all(
      OWNERS.map((binding) => services[binding].replayEvent(eventId, currentTrace())),
    );
    const event = answers.find((answer) => answer !== null);
    if (!event) throw new AppError("not_found", "Event not found.");
    return event;
  },
});
export type EventListing = ReturnType<typeof eventListing>;
