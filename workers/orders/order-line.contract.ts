import type * as z from "zod";
import { CartLine } from "#contract/cart";

/** A line of an order, as it was priced when the order was placed, or by an edit. */
export const OrderLine = CartLine.omit({ available: true, messages: true });
export type OrderLine = z.infer<typeof OrderLine>;

/** An order line by which a customer bought a product. */
export interface BoughtLine {
  orderId: string;
  lineId: string;
}
