import { AppError } from "#kernel/errors";
import type { ReturnLine } from "#orders/after-sale.contract";
import type { OrderRow } from "#orders/order/order.rules";
import {
  NOTHING_AFTER_SALE,
  requireUnits,
  returnableOf,
  unitsOf,
} from "#orders/timeline/units.rules";
import { unitsInWindow } from "./return-window.rules";

/** The maximum number of returns of an order. */
const RETURNS_MAX = 100;

export interface ReturnTerms {
  /** The return window of the shop, for lines whose product had none of its own. */
  shopWindowDays: number;
  /** Whether the return policies apply. They do not bind staff. */
  arePoliciesBinding: boolean;
}

/** Returns the policy that the buyer and the shop agreed on. Lines of earlier releases have none. */
const policiesOf = ({ lines }: OrderRow["snapshot"]) =>
  new Map(lines.map(({ id, returnPolicy }) => [id, returnPolicy]));

/**
 * Requires units of lines to be with the buyer, neither refunded nor in another return, and returnable by
 * the policies of their lines.
 * @throws 409 `not_returnable`, `return_window_closed` with the lines that have fewer units
 */
export const requireReturnable = (
  { snapshot, afterSale }: OrderRow,
  lines: readonly ReturnLine[],
  { shopWindowDays, arePoliciesBinding }: ReturnTerms,
  nowMs: number,
) => {
  const { shipments, returns } = afterSale ?? NOTHING_AFTER_SALE;
  if (returns.length >= RETURNS_MAX)
    throw new AppError("not_returnable", `An order has at most ${RETURNS_MAX} returns.`, {
      extensions: { lines: [] },
    });
  const units = unitsOf(snapshot.lines, afterSale ?? NOTHING_AFTER_SALE);
  const policies = policiesOf(snapshot);
  const isFinalSale = (lineId: string) =>
    arePoliciesBinding && policies.get(lineId)?.returnable === false;
  requireUnits(
    units,
    lines,
    (line) => (isFinalSale(line.lineId) ? 0 : returnableOf(line)),
    "not_returnable",
  );
  if (!arePoliciesBinding) return;
  const windowDaysOf = (lineId: string) => policies.get(lineId)?.windowDays ?? shopWindowDays;
  const inWindow = unitsInWindow(shipments, windowDaysOf, nowMs);
  requireUnits(units, lines, ({ lineId }) => inWindow.get(lineId) ?? 0, "return_window_closed");
};
