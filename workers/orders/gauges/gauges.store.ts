import { sql } from "drizzle-orm";
import { ORDER_STATUSES } from "#contract/orders";
import type { Database } from "#db/client";
import { orders } from "#db/orders/schema";
import { reservations } from "#db/orders/stock.schema";
import { countGauges } from "#kernel/sight/count-gauges";
import { databaseNowMs } from "#kernel/sql";

const MINUTE_MS = 60_000;
/** The sweep runs every minute. */
const OVERDUE_MS = 2 * MINUTE_MS;
/** A reservation lasts 5 minutes, and 20 more while the buyer must act. */
const UNPAID_MS = 45 * MINUTE_MS;
/** The sweep captures an order that is uncaptured for two minutes. */
const UNCAPTURED_MS = 15 * MINUTE_MS;

/** Counts orders and reservations for the metrics. */
export const gaugesStore = ({ db }: { db: Database }) => ({
  gauges: () =>
    countGauges(db, [
      ...ORDER_STATUSES.map((status) => ({
        name: "bodega_orders" as const,
        labels: { status },
        rows: sql`${orders} where status = ${status}`,
      })),
      { name: "bodega_reservations_held", rows: sql`${reservations} where state = 'held'` },
      {
        name: "bodega_reservations_overdue",
        rows: sql`${orders} where reserved_until <= ${databaseNowMs} - ${OVERDUE_MS}`,
      },
      {
        name: "bodega_sagas_stuck",
        labels: { step: "payment" },
        rows: sql`${orders} where status = 'payment_requested'
          and created_at <= ${databaseNowMs} - ${UNPAID_MS}`,
      },
      {
        name: "bodega_sagas_stuck",
        labels: { step: "capture" },
        rows: sql`${orders} indexed by orders_uncaptured
          where status = 'confirmed' and payment_status = 'authorized'
            and updated_at <= ${databaseNowMs} - ${UNCAPTURED_MS}`,
      },
      {
        name: "bodega_sagas_stuck",
        labels: { step: "void" },
        rows: sql`${orders} indexed by orders_unvoided
          where status = 'cancelled' and payment_status = 'authorized'
            and updated_at <= ${databaseNowMs} - ${UNCAPTURED_MS}`,
      },
    ]),
});
