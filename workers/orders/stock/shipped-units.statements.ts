import { type SQL, sql } from "drizzle-orm";
import type { Connection, Statement } from "#db/client";
import { allocations, stock } from "#db/orders/stock.schema";
import { raiseUnless } from "#kernel/sql";
import { adoptOrder, PLACES, spreadUnits, takeAllocated, unbooked } from "./allocations.statements";
import { giveToWaiting } from "./arrivals.statements";
import { type Booking, bookedBy, bookTotals, bookTransfers } from "./ledger.statements";
import type { UnitShipment } from "./unit-shipment.rules";

interface Shipping extends UnitShipment {
  orderId: string;
  wanted: SQL;
}

const wantedOf = ({ units }: UnitShipment) =>
  sql`(select value ->> 'variantId' as variant_id, value ->> 'quantity' as quantity
    from json_each(${JSON.stringify(units)}))`;

const readyUnits = ({ orderId, wanted, locationId }: Shipping) =>
  spreadUnits({
    orderId,
    units: wanted,
    place: PLACES.ready,
    ...(locationId === undefined ? {} : { where: sql`a.location_id = ${locationId}` }),
  });

/** Marks units as shipped. Fails the batch if the location has fewer units of the order. */
const markShipped = (db: Connection, of: Shipping): Statement[] => {
  const ready = sql`(select coalesce(sum(s.quantity), 0) from ${readyUnits(of)} s
    where s.variant_id = w.variant_id)`;
  return [
    db.run(
      raiseUnless(sql`not exists (select 1 from ${of.wanted} w where w.quantity <> ${ready})`),
    ),
    db.run(sql`
      update ${allocations} set shipped = shipped + s.quantity from ${readyUnits(of)} s
      where ${allocations.orderId} = ${of.orderId} and ${allocations.variantId} = s.variant_id
        and ${allocations.locationId} = s.location_id`),
    // A stock count compares the version, and counts units that were not shipped.
    db.run(sql`update ${stock} set version = version + 1
      where ${stock.variantId} in (select variant_id from ${of.wanted})`),
  ];
};

/**
 * Replaces units of an order at other locations by units of the location that ships them: first units that the order
 * waits for, then units that return to stock there.
 */
const replaceUnits = (
  db: Connection,
  of: Shipping & { locationId: string },
  nowMs: number,
): Statement[] => {
  const { orderId, shipmentId, locationId, wanted } = of;
  const keyOf = (verb: string) => `${orderId}:${verb}.${shipmentId}`;
  const [forgiven, freed, taken] = [keyOf("unpromise"), keyOf("unsource"), keyOf("source")];
  const arrived = keyOf("arrive");
  const book = (key: string, rest: Pick<Booking, "from" | "to" | "units">) =>
    bookTransfers(
      db,
      { key, reason: key.slice(orderId.length + 1), reference: orderId, ...rest },
      nowMs,
    );
  const present = sql`(select coalesce(sum(${PLACES.ready}), 0) from ${allocations} a where a.order_id = ${orderId}
    and a.variant_id = w.variant_id and a.location_id = ${locationId})`;
  const missing = sql`(select w.variant_id, w.quantity - ${present} as quantity from ${wanted} w
    where w.quantity > ${present})`;
  const where = sql`a.location_id <> ${locationId}`;
  const waiting = spreadUnits({ orderId, units: missing, place: PLACES.waiting, where });
  const rest = unbooked(missing, forgiven);
  const ready = spreadUnits({ orderId, units: rest, place: PLACES.ready, where });
  const replaced = sql`(select variant_id, ${locationId} as location_id, sum(quantity) as quantity
    from ${bookedBy(forgiven, freed)} group by variant_id)`;
  return [
    book(forgiven, { from: "sold", to: "backorder", units: waiting }),
    takeAllocated(db, orderId, forgiven, ["quantity", "waiting"]),
    book(freed, { from: "sold", to: "available", units: ready }),
    takeAllocated(db, orderId, freed, ["quantity"]),
    book(taken, { from: "available", to: "sold", units: replaced }),
    db.run(sql`
      insert into ${allocations} (order_id, variant_id, location_id, quantity, created_at)
      select ${orderId}, t.variant_id, t.location_id, t.quantity, ${nowMs} from ${bookedBy(taken)} t where true
      on conflict (order_id, variant_id, location_id) do update set quantity = quantity + excluded.quantity`),
    ...giveToWaiting(
      db,
      { key: arrived, variantIds: sql`(select variant_id from ${wanted})` },
      nowMs,
    ),
    bookTotals(db, [forgiven, freed, taken, arrived], nowMs),
  ];
};

/**
 * Ships sold units of an order, from the locations that they were taken from or from one that staff name. Fails the
 * batch if units have not arrived, or the location has too few.
 */
export const shipUnits = (
  db: Connection,
  orderId: string,
  shipment: UnitShipment,
  nowMs: number,
): Statement[] => {
  const of = { ...shipment, orderId, wanted: wantedOf(shipment) };
  const { locationId } = of;
  return [
    adoptOrder(db, orderId),
    ...(locationId === undefined ? [] : replaceUnits(db, { ...of, locationId }, nowMs)),
    ...markShipped(db, of),
  ];
};
