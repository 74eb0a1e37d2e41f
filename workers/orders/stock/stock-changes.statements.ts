import { sql } from "drizzle-orm";
import type { Connection } from "#db/client";
import { locations, stock } from "#db/orders/stock.schema";
import type { Envelope } from "#kernel/events/events";
import { type BatchStep, guard } from "#kernel/mutations/guards";
import { expectChanges, raiseUnless } from "#kernel/sql";
import { announceLowStock } from "./alerts.statements";
import { giveToWaiting } from "./arrivals.statements";
import { bookTotals, bookTransfers, unitsAt } from "./ledger.statements";
import type { Account, VariantUnits } from "./reservation.rules";

/** Units that move between two accounts. */
export interface StockTransfer {
  from: Account;
  to: Account;
  locationId: string;
  /** The location of `to`, if it is another one. */
  toLocationId?: string;
  units: readonly VariantUnits[];
}

/** A change of stock by staff: of an adjustment, a stock count or a relocation. */
export interface StockChange {
  /** Begins the ids of its transfers. */
  id: string;
  reason: string;
  /** The id of the relocation, or of the staff member. */
  reference: string;
  transfers: readonly StockTransfer[];
  /** Locations that must exist, beside those of the transfers. */
  locationIds?: readonly string[];
  /** The stock on which the change is based. */
  current: readonly { variantId: string; version: number }[];
  /** The event that announces low stock, if the change takes units. */
  lowStock: Envelope;
}

/** The guards that can refuse a change of stock. */
export type StockRefusal = "changed_meanwhile" | "location_unknown" | "out_of_stock";

/** Fails the batch if one of the variants has changed since it was read. */
const requireUnchanged = (db: Connection, { current }: StockChange, nowMs: number) => [
  db.run(sql`
    update ${stock} set updated_at = ${nowMs} from json_each(${JSON.stringify(current)}) c
    where ${stock.variantId} = c.value ->> 'variantId' and version = c.value ->> 'version'`),
  guard("changed_meanwhile" as const, db.run(expectChanges(current.length))),
];

/** Fails the batch if a location is deleted or does not exist. */
export const requireLocation = (db: Connection, id: string) =>
  guard(
    "location_unknown" as const,
    db.run(
      raiseUnless(sql`exists (select 1 from ${locations} where id = ${id} and deleted_at is null)`),
    ),
  );

/**
 * Books a change of stock unless the stock has changed since it was read. Units that arrive go to orders that wait for
 * them. Constraints fail the batch if a balance would go below zero.
 */
export const changeStock = (
  db: Connection,
  change: StockChange,
  nowMs: number,
): BatchStep<StockRefusal>[] => {
  const { id, reason, reference, transfers, current, lowStock } = change;
  const variantIds = current.map(({ variantId }) => variantId);
  const places = new Set([
    ...(change.locationIds ?? []),
    ...transfers.flatMap((each) => [each.locationId, each.toLocationId ?? each.locationId]),
  ]);
  const keys = transfers.map((_, index) => `${id}:${index}`);
  const arrived = `${id}:arrive`;
  return [
    ...requireUnchanged(db, change, nowMs),
    ...Array.from(places, (place) => requireLocation(db, place)),
    ...transfers.map(({ from, to, locationId, toLocationId, units }, index) => {
      const booking = { key: `${id}:${index}`, reason, reference, from, to, toLocationId };
      const booked = bookTransfers(db, { ...booking, units: unitsAt(units, locationId) }, nowMs);
      return guard("out_of_stock" as const, booked);
    }),
    ...giveToWaiting(
      db,
      {
        key: arrived,
        variantIds: sql`(select value from json_each(${JSON.stringify(variantIds)}))`,
      },
      nowMs,
    ),
    bookTotals(db, [...keys, arrived], nowMs),
    ...announceLowStock(db, { event: lowStock, variantIds }, nowMs),
  ];
};
