import { inventoryAdjusted, inventoryLow, locationChanged } from "#events/orders";
import type { Clock } from "#kernel/clock";
import { AppError } from "#kernel/errors";
import { newEvent } from "#kernel/events/events";
import type { Outbox } from "#kernel/events/outbox";
import { digestId, newId } from "#kernel/ids";
import type { Answer, Idempotency, KeyedRequest } from "#kernel/mutations/idempotency";
import { once } from "#kernel/mutations/once";
import { CONFLICT, retryOnConflict } from "#kernel/mutations/retry-on-conflict";
import { DEFAULT_LOCATION_ID } from "#orders/stock.contract";
import {
  changesSourcing,
  type LocationFields,
  type LocationRow,
  locationView,
} from "./location.rules";
import type { LocationsStore } from "./locations.store";

/** The variants that one event announces. */
const CHUNK_VARIANTS = 200;

type Patch = { [Field in keyof LocationFields]?: LocationFields[Field] | undefined };

interface Dependencies {
  store: LocationsStore;
  outbox: Outbox;
  idempotency: Pick<Idempotency, "find">;
  clock: Clock;
}

const given = (patch: Patch) =>
  Object.fromEntries(
    Object.entries(patch).filter(([, value]) => value !== undefined),
  ) as Partial<LocationFields>;

/** Reads and changes the locations of stock for staff. */
export const locationsService = ({ store, outbox, idempotency, clock }: Dependencies) => {
  const requireLocation = async (id: string) => {
    const row = await store.find(id);
    if (!row) throw new AppError("not_found", "Location not found.");
    return row;
  };
  const keyed = (request: KeyedRequest | undefined, effect: () => Promise<Answer>) =>
    once({ request, find: async (key) => (await idempotency.find(key))?.answer, effect });

  const change = async (id: string, patch: Patch, request: KeyedRequest | undefined) => {
    const row = await requireLocation(id);
    const nowMs = clock.now();
    const version = row.version + 1;
    const after: LocationRow = { ...row, ...given(patch), version, updatedAt: nowMs };
    const answer = { status: 200, body: JSON.stringify(locationView(after)) };
    const of = { source: "orders", subject: id, sequence: version, nowMs } as const;
    const events = changesSourcing(row, after)
      ? [newEvent(locationChanged, { ...of, data: { locationId: id } })]
      : [];
    if (!(await store.change(row, after, events, request && { request, answer }))) return CONFLICT;
    outbox.kick(events);
    return answer;
  };

  const remove = async (id: string, request: KeyedRequest | undefined): Promise<Answer> => {
    await requireLocation(id);
    const answer = { status: 204, body: "" };
    const isDeleted =
      id !== DEFAULT_LOCATION_ID &&
      (await store.delete(id, request && { request, answer }, clock.now()));
    if (isDeleted) return answer;
    const detail = id === DEFAULT_LOCATION_ID ? "The default location stays." : undefined;
    const extensions = { holds: await store.holds(id) };
    throw new AppError("location_in_use", detail, { extensions });
  };

  return {
    read: requireLocation,
    list: store.list,

    /** Adds a location. A key makes one location, even after its stored answer was deleted. */
    async create(fields: LocationFields, request: KeyedRequest | undefined) {
      const nowMs = clock.now();
      const id = request
        ? await digestId("location", `${request.scope} ${request.key}`)
        : newId("location", nowMs);
      return keyed(request, async () => {
        const existing = await store.find(id);
        const row = existing ?? { id, ...fields, version: 1, createdAt: nowMs, updatedAt: nowMs };
        const answer = { status: 201, body: JSON.stringify(locationView(row)) };
        if (!existing) await store.create(row, request && { request, answer });
        return answer;
      });
    },

    /** @throws 404 for an unknown location, 409 `conflict` */
    change: (id: string, patch: Patch, request: KeyedRequest | undefined) =>
      keyed(request, () => retryOnConflict(() => change(id, patch, request))),

    /** @throws 404 for an unknown location, 409 `location_in_use` with what it holds */
    delete: (id: string, request: KeyedRequest | undefined) =>
      keyed(request, () => remove(id, request)),

    /**
     * Announces the variants of a location whose stock orders take now, or no longer take, and those that are low
     * without it. Safe to repeat.
     */
    async announceStock(locationId: string) {
      let afterId = "";
      for (;;) {
        const variantIds = await store.stocked(locationId, CHUNK_VARIANTS, afterId);
        const last = variantIds.at(-1);
        if (last === undefined) return;
        const nowMs = clock.now();
        const of = { source: "orders", subject: locationId, sequence: 0, nowMs } as const;
        const event = newEvent(inventoryAdjusted, { ...of, data: { variantIds } });
        const lowStock = newEvent(inventoryLow, { ...of, data: { variantIds } });
        const low = await store.announce({ variantIds, event, lowStock, nowMs });
        outbox.kick([event, ...low]);
        afterId = last;
      }
    },
  };
};
export type LocationsService = ReturnType<typeof locationsService>;
