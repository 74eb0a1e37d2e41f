import type { Database } from "#db/client";
import type { OrderRow } from "#orders/order/order.rules";
import type { OrderSearch } from "./order-search.rules";
import { orderSearch } from "./order-search.statements";

/** An order and the term that found it; empty for a search without `q`. */
export interface FoundOrder {
  order: OrderRow;
  term: string;
}

/** Finds orders for staff. */
export const orderSearchStore = ({ db }: { db: Database }) => ({
  search: async (search: OrderSearch): Promise<FoundOrder[]> => orderSearch(db.read, search),
});
export type OrderSearchStore = ReturnType<typeof orderSearchStore>;
