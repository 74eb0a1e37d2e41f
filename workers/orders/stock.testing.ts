import { sql } from "drizzle-orm";
import type { Database } from "#db/client";
import {
  allocations,
  reservations,
  stock,
  stockLevels,
  stockTransfers,
} from "#db/orders/stock.schema";
import { newId } from "#kernel/ids";
import type { App } from "#kernel/routes/app";
import { as, inCall, userActor } from "#kernel/testing";
import type { StockService } from "#orders/stock/stock.service";
import { DEFAULT_LOCATION_ID } from "#orders/stock.contract";

const BALANCES = [
  ["available", "available", 1],
  ["reserved", "reserved", 1],
  ["sold", "sold", 1],
  ["in_transit", "in_transit", 1],
  ["backordered", "backorder", -1],
] as const;

const either = (conditions: ReturnType<typeof sql>[]) => sql.join(conditions, sql` or `);

const isOf = (account: string) =>
  sql`(t.location_id = l.location_id and t.from_account = ${account})`;
const isTo = (account: string) =>
  sql`(coalesce(t.to_location_id, t.location_id) = l.location_id and t.to_account = ${account})`;

/** Returns the balances by location that differ from the sums of the ledger. */
const levelDrift = (db: Database) =>
  db.read.all(sql`
    select l.* from ${stockLevels} l left join ${stockTransfers} t on t.variant_id = l.variant_id
    group by l.variant_id, l.location_id
    having ${either(
      BALANCES.map(
        ([column, account, sign]) => sql`l.${sql.identifier(column)} <> ${sign} * coalesce(sum(
          t.quantity * (${isTo(account)} - ${isOf(account)})), 0)`,
      ),
    )}`);

/** Returns the variants whose totals differ from the sums of their locations. */
const totalDrift = (db: Database) =>
  db.read.all(sql`
    select s.* from ${stock} s left join ${stockLevels} l on l.variant_id = s.variant_id
    group by s.variant_id
    having ${either(
      BALANCES.map(([column]) => {
        const name = sql.identifier(column);
        return sql`s.${name} <> coalesce(sum(l.${name}), 0)`;
      }),
    )}`);

/** Returns the balances of orders that differ from the sums of their allocations. */
const allocationDrift = (db: Database) =>
  db.read.all(sql`
    select l.* from ${stockLevels} l
    left join ${allocations} a on a.variant_id = l.variant_id and a.location_id = l.location_id
    left join ${reservations} r on r.order_id = a.order_id and r.variant_id = a.variant_id
    group by l.variant_id, l.location_id
    having l.backordered <> coalesce(sum(a.waiting), 0)
      or l.reserved <> coalesce(sum(a.quantity * (r.state = 'held')), 0)
      or l.sold <> coalesce(sum(a.quantity * (r.state <> 'held')), 0)
      or (l.backordered > 0 and l.available > 0)`);

/** Returns every balance that the ledger, the locations or the orders do not explain. */
export const stockDrift = async (db: Database) => [
  ...(await levelDrift(db)),
  ...(await totalDrift(db)),
  ...(await allocationDrift(db)),
];

/** Adds units of a variant to the stock of a location, or takes them. */
export const receiveUnits = (
  { inventory }: { inventory: Pick<StockService, "adjust"> },
  variantId: string,
  delta: number,
  locationId = DEFAULT_LOCATION_ID,
) => {
  const staffId = newId("user");
  const correction = { variantId, locationId, delta, reason: "delivery", staffId };
  return inCall(() => inventory.adjust(correction, undefined));
};

/** Returns a function that sends requests of one member of staff to the orders Worker. */
export const staffAsk = (shop: { app: App }) => {
  const staff = userActor("staff");
  return async (
    method: string,
    path: string,
    body?: object,
    headers: Record<string, string> = {},
  ) => {
    const json = body ? { "content-type": "application/json" } : {};
    const answer = await inCall(async () =>
      shop.app.request(`/v1/admin${path}`, {
        method,
        headers: { ...as(staff), ...json, ...headers },
        ...(body ? { body: JSON.stringify(body) } : {}),
      }),
    );
    const text = await answer.text();
    return { status: answer.status, body: text === "" ? null : JSON.parse(text) };
  };
};

/** Adds a location that sells online, behind the default one. */
export const newLocation = async (shop: { app: App }, fields: object = {}): Promise<string> => {
  const body = { name: "Hamburg", country: "DE", priority: 5, ...fields };
  return (await staffAsk(shop)("POST", "/locations", body)).body.id;
};
