import { expect } from "bun:test";
import type { ReturnPolicy } from "#contract/catalog";
import type { Placement } from "#contract/orders";
import { appErrorIn } from "#kernel/errors";
import { newId } from "#kernel/ids";
import { money } from "#kernel/money";
import { inCall } from "#kernel/testing";
import { placementOf, stockedVariant, type TestOrders } from "./testing";

const UNITS_IN_STOCK = 10;

/** Returns the error code of work that fails, or `no error`. */
export const codeOf = (work: Promise<unknown>) =>
  work.then(
    () => "no error",
    (err) => appErrorIn(err)?.code,
  );

/** Adds 4.90 EUR of shipping to a placement. */
const withShipping = (placement: Placement): Placement => {
  const shipping = money(490, placement.currency);
  const { totals } = placement;
  return {
    ...placement,
    shippingOption: placement.shippingOption && { ...placement.shippingOption, price: shipping },
    totals: { ...totals, shipping, total: money(totals.total.amount + 490, placement.currency) },
  };
};

/** Sells all lines of a placement under a return policy. */
const withPolicy = (placement: Placement, returnPolicy: ReturnPolicy): Placement => ({
  ...placement,
  lines: placement.lines.map((line) => ({ ...line, returnPolicy })),
});

type Overrides = Partial<Placement> & { returnPolicy?: ReturnPolicy };

/** Places an order of three units whose payment is authorised. Its total is 64.87 EUR. */
export const confirmedOrder = async (
  shop: TestOrders,
  { returnPolicy, ...overrides }: Overrides = {},
) => {
  const variantId = await stockedVariant(shop.stock, UNITS_IN_STOCK);
  shop.payments.answerWith("authorized");
  const unsold = withShipping(placementOf(variantId, 3, overrides));
  const placement = returnPolicy ? withPolicy(unsold, returnPolicy) : unsold;
  const { orderId } = await inCall(() => shop.placing.place(placement));
  const [line] = placement.lines;
  return { orderId: orderId ?? "", variantId, lineId: line?.id ?? "", placement };
};

/** Places an order of three units whose payment is captured. */
export const paidOrder = async (shop: TestOrders, overrides: Overrides = {}) => {
  const order = await confirmedOrder(shop, overrides);
  await inCall(() => shop.progress.capture([order.orderId]));
  return order;
};

/** Returns the order as the store has it. */
export const rowOf = async (shop: TestOrders, orderId: string) => {
  const row = await shop.store.find(orderId);
  if (!row) throw new Error(`there is no order ${orderId}`);
  return row;
};

/** Expects the balances of a variant of which ten units were in stock. */
export const expectStock = async (shop: TestOrders, variantId: string, sold: number, lost = 0) => {
  const [level] = await shop.stock.levels([variantId]);
  expect(level).toMatchObject({ available: UNITS_IN_STOCK - sold - lost, reserved: 0, sold });
};

/** Returns a request under a new idempotency key. */
export const newRequest = (scope = "usr_staff POST /v1/admin/orders") => ({
  scope,
  key: crypto.randomUUID(),
  fingerprint: "f",
});

export const newRefundId = () => newId("refund");
