import { and, asc, eq, gt, isNull, sql } from "drizzle-orm";
import type { Database } from "#db/client";
import { allocations, locations, relocations, stock, stockLevels } from "#db/orders/stock.schema";
import type { Envelope } from "#kernel/events/events";
import type { Outbox } from "#kernel/events/outbox";
import { commitGuarded, guard } from "#kernel/mutations/guards";
import type { Answer, Idempotency, KeyedRequest } from "#kernel/mutations/idempotency";
import { expectChanges, raiseUnless } from "#kernel/sql";
import { announcedBy, announceLowStock, lowerAlert } from "#orders/stock/alerts.statements";
import type { LocationRow } from "./location.rules";

/** The answer to store under the idempotency key of a request; undefined without a key. */
type Stored = { request: KeyedRequest; answer: Answer } | undefined;

/** Variants whose stock orders take from other locations now. */
interface ChangedStock {
  variantIds: readonly string[];
  event: Envelope;
  lowStock: Envelope;
  nowMs: number;
}

/** What keeps a location from being deleted. */
export interface Holds {
  available: number;
  reserved: number;
  inTransit: number;
  backordered: number;
  unshipped: number;
  relocations: number;
}

interface Dependencies {
  db: Database;
  outbox: Outbox;
  idempotency: Idempotency;
}

const COLUMNS = {
  id: locations.id,
  name: locations.name,
  country: locations.country,
  region: locations.region,
  postalCode: locations.postalCode,
  city: locations.city,
  line1: locations.line1,
  priority: locations.priority,
  isActive: locations.isActive,
  fulfilsOnline: locations.fulfilsOnline,
  offersPickup: locations.offersPickup,
  version: locations.version,
  createdAt: locations.createdAt,
  updatedAt: locations.updatedAt,
};

const holdsOf = (id: string) => {
  const sum = (column: string) =>
    sql`(select coalesce(sum(${sql.identifier(column)}), 0) from ${stockLevels} where location_id = ${id})`;
  return {
    available: sum("available"),
    reserved: sum("reserved"),
    inTransit: sum("in_transit"),
    backordered: sum("backordered"),
    unshipped: sql`(select coalesce(sum(a.quantity - a.shipped), 0) from ${stockLevels} l
      join ${allocations} a on a.variant_id = l.variant_id and a.location_id = l.location_id
      where l.location_id = ${id} and a.quantity > a.shipped)`,
    relocations: sql`(select count(*) from ${relocations} where status = 'in_transit'
      and ${id} in (from_location_id, to_location_id))`,
  };
};

/** Stores the locations of stock. */
export const locationsStore = ({ db, outbox, idempotency }: Dependencies) => {
  const kept = (stored: Stored) =>
    stored ? [idempotency.insertFinished(stored.request, stored.answer)] : [];

  return {
    async find(id: string): Promise<LocationRow | undefined> {
      const living = and(eq(locations.id, id), isNull(locations.deletedAt));
      return (await db.read.select(COLUMNS).from(locations).where(living))[0];
    },

    /** Returns locations by priority; up to `limit + 1`. */
    list: (limit: number, after?: [priority: number, id: string]): Promise<LocationRow[]> =>
      db.read
        .select(COLUMNS)
        .from(locations)
        .where(
          and(
            isNull(locations.deletedAt),
            after ? sql`(priority, id) > (${after[0]}, ${after[1]})` : undefined,
          ),
        )
        .orderBy(asc(locations.priority), asc(locations.id))
        .limit(limit + 1),

    async create(row: LocationRow, stored: Stored) {
      await commitGuarded(db, [...kept(stored), db.write.insert(locations).values(row)]);
    },

    /** Changes a location. Returns false if another process has changed it since `row` was read. */
    async change(row: LocationRow, after: LocationRow, events: Envelope[], stored: Stored) {
      const unchanged = and(
        eq(locations.id, row.id),
        eq(locations.version, row.version),
        isNull(locations.deletedAt),
      );
      const { ok } = await commitGuarded(db, [
        db.write.update(locations).set(after).where(unchanged),
        guard("changed_meanwhile", db.write.run(expectChanges())),
        ...(events.length > 0 ? [outbox.announce(events)] : []),
        ...kept(stored),
      ]);
      return ok;
    },

    /** Deletes a location. Returns false if it holds units, or units are on their way to it or from it. */
    async delete(id: string, stored: Stored, nowMs: number) {
      const all = sql.join(Object.values(holdsOf(id)), sql` + `);
      const { ok } = await commitGuarded(db, [
        guard("in_use", db.write.run(raiseUnless(sql`${all} = 0`))),
        db.write
          .update(locations)
          .set({ deletedAt: nowMs, updatedAt: nowMs })
          .where(and(eq(locations.id, id), isNull(locations.deletedAt))),
        ...kept(stored),
      ]);
      return ok;
    },

    async holds(id: string): Promise<Holds> {
      const columns = Object.entries(holdsOf(id)).map(
        ([name, value]) => sql`${value} as ${sql.identifier(name)}`,
      );
      const [row] = await db.read.all<Holds>(sql`select ${sql.join(columns, sql`, `)}`);
      return row as Holds;
    },

    /** Returns variants with available units at a location, sorted; up to `limit`. */
    async stocked(id: string, limit: number, afterId: string): Promise<string[]> {
      const rows = await db.read
        .select({ variantId: stockLevels.variantId })
        .from(stockLevels)
        .where(
          and(
            eq(stockLevels.locationId, id),
            gt(stockLevels.variantId, afterId),
            gt(stockLevels.available, 0),
          ),
        )
        .orderBy(asc(stockLevels.variantId))
        .limit(limit);
      return rows.map(({ variantId }) => variantId);
    },

    /**
     * Increases the versions of variants, and announces that their stock has changed. Returns the event of those of
     * which orders can take too few now, if any.
     */
    async announce({ variantIds, event, lowStock, nowMs }: ChangedStock): Promise<Envelope[]> {
      const results = await db.write.batch([
        db.write.run(sql`update ${stock} set version = version + 1
          where ${stock.variantId} in (select value from json_each(${JSON.stringify(variantIds)}))`),
        outbox.announce([event]),
        lowerAlert(db.write, variantIds, nowMs),
        ...announceLowStock(db.write, { event: lowStock, variantIds }, nowMs),
      ]);
      return announcedBy(results.at(-2));
    },
  };
};
export type LocationsStore = ReturnType<typeof locationsStore>;
