import { type SQL, sql } from "drizzle-orm";
import { stockTransfers } from "#db/orders/stock.schema";
import type { AgeKeys } from "#kernel/routes/page";
import type { Account } from "./reservation.rules";

/** The filters of the stock ledger. Times are epoch milliseconds; `untilMs` is not included. */
export interface TransferFilter {
  variantId?: string | undefined;
  locationId?: string | undefined;
  reference?: string | undefined;
  sinceMs?: number | undefined;
  untilMs?: number | undefined;
}

export interface TransferRow {
  id: string;
  variantId: string;
  quantity: number;
  fromAccount: Account;
  toAccount: Account;
  locationId: string;
  toLocationId: string | null;
  reason: string;
  reference: string;
  createdAt: number;
}

interface TransferQuery {
  limit: number;
  filter: TransferFilter;
  after: AgeKeys | undefined;
}

const COLUMNS = sql`id, variant_id as variantId, quantity, from_account as fromAccount, to_account as toAccount,
  location_id as locationId, to_location_id as toLocationId, reason, reference, created_at as createdAt`;

const conditions = ({ filter, after }: TransferQuery): SQL[] => {
  const { variantId, reference, sinceMs, untilMs } = filter;
  return [
    ...(variantId === undefined ? [] : [sql`variant_id = ${variantId}`]),
    ...(reference === undefined ? [] : [sql`reference = ${reference}`]),
    ...(sinceMs === undefined ? [] : [sql`created_at >= ${sinceMs}`]),
    ...(untilMs === undefined ? [] : [sql`created_at < ${untilMs}`]),
    ...(after ? [sql`(created_at, id) < (${after[0]}, ${after[1]})`] : []),
  ];
};

const page = (where: readonly SQL[], limit: number) => sql`
  select ${COLUMNS} from ${stockTransfers} where ${sql.join([sql`true`, ...where], sql` and `)}
  order by created_at desc, id desc limit ${limit + 1}`;

/**
 * Selects transfers, newest first; up to `limit + 1`. A transfer between two locations is in the ledger of both: each
 * side is read over its own index.
 */
export const transferQuery = (query: TransferQuery): SQL => {
  const { filter, limit } = query;
  const where = conditions(query);
  const { locationId } = filter;
  if (locationId === undefined) return page(where, limit);
  const from = page([sql`location_id = ${locationId}`, ...where], limit);
  const to = page([sql`to_location_id = ${locationId}`, ...where], limit);
  return sql`select * from (select * from (${from}) union all select * from (${to}))
    order by createdAt desc, id desc limit ${limit + 1}`;
};
