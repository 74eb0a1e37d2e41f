import { type Actor, GUEST } from "#kernel/actor";
import { newId } from "#kernel/ids";
import { money } from "#kernel/money";
import type { KeyedRequest } from "#kernel/mutations/idempotency";
import { inCall, userActor } from "#kernel/testing";
import type { ReceivedLine, Return, ReturnLine } from "#orders/after-sale.contract";
import { newRequest, paidOrder, rowOf } from "#orders/after-sale.testing";
import type { PricedLine } from "#orders/edits.contract";
import type { ExchangeOffer, ReturnRequest } from "#orders/returns.contract";
import { stockedVariant, type TestOrders } from "#orders/testing";
import type { Arrival } from "./arrival.rules";

type Lines = (Omit<ReturnLine, "reason"> & { reason?: ReturnLine["reason"] })[];

interface Asking extends Partial<Omit<ReturnRequest, "orderId" | "lines" | "actor">> {
  /** The staff that ask; the buyer if missing. */
  staffId?: string;
}

/** Returns how a test ships, returns and refunds units of orders. */
export const returning = (shop: TestOrders) => {
  /** Returns the buyer of an order, or a member of staff. */
  const asker = async (orderId: string, staffId: string | undefined) => {
    if (staffId) return { actor: { ...userActor("staff"), userId: staffId } as Actor };
    const { customerId } = await rowOf(shop, orderId);
    return customerId
      ? { actor: { ...userActor(), userId: customerId } as Actor }
      : { actor: GUEST, accessToken: await shop.access.tokenOf(orderId) };
  };

  const parsed = async (answer: Promise<{ body: string }>): Promise<Return> =>
    JSON.parse((await answer).body);

  return {
    /** Ships, also while money is due. */
    ship: (orderId: string, lines?: { lineId: string; quantity: number }[]) =>
      inCall(() =>
        shop.shipments.ship(
          orderId,
          {
            shipmentId: newId("shipment"),
            lines,
            carrier: null,
            trackingNumber: null,
            trackingUrl: null,
            unpaid: true,
          },
          newRequest(),
        ),
      ),

    deliver: (orderId: string) =>
      inCall(() => shop.shipments.deliver(orderId, undefined, newRequest())),

    ask: async (
      orderId: string,
      lines: Lines,
      { staffId, ...more }: Asking = {},
      request: KeyedRequest = newRequest(),
    ) => {
      const whole: ReturnRequest = {
        orderId,
        returnId: newId("return"),
        lines: lines.map((line) => ({ reason: "damaged", ...line })),
        notes: [],
        exchangeFor: [],
        exchange: null,
        accessToken: undefined,
        ...(await asker(orderId, staffId)),
        ...more,
      };
      return parsed(inCall(() => shop.returns.request(whole, request)));
    },

    approve: (returnId: string) =>
      parsed(inCall(() => shop.returns.approve(returnId, newRequest()))),

    reject: (returnId: string, reason: string | null = null) =>
      parsed(inCall(() => shop.returns.reject(returnId, reason, newRequest()))),

    receive: (
      returnId: string,
      lines: ReceivedLine[],
      request: KeyedRequest = newRequest(),
      more: Partial<Arrival> = {},
    ) => parsed(inCall(() => shop.returns.receive({ returnId, lines, ...more }, request))),

    refund: (orderId: string, lines: { lineId: string; quantity: number; restock: boolean }[]) =>
      inCall(() =>
        shop.refunds.refund(
          orderId,
          { refundId: newId("refund"), lines, shipping: false, reason: null },
          newRequest(),
        ),
      ),
  };
};
export type Returning = ReturnType<typeof returning>;

/** Places an order of three units, and ships all of them. */
export const shippedOrder = async (shop: TestOrders) => {
  const order = await paidOrder(shop);
  await returning(shop).ship(order.orderId);
  return order;
};

/** Places an order of three units, ships it, and approves the return of some of them. */
export const approvedReturn = async (shop: TestOrders, quantity: number) => {
  const order = await shippedOrder(shop);
  const { ask, approve } = returning(shop);
  const { id } = await ask(order.orderId, [{ lineId: order.lineId, quantity }]);
  await approve(id);
  return { ...order, returnId: id };
};

interface Offered {
  unitMinor: number;
  quantity?: number;
  /** The units in stock. */
  units?: number;
  policy?: ExchangeOffer["policies"][string];
}

/** Returns an exchange for units of new variants, as the cart Worker would price it. */
export const offerOf = async (
  shop: TestOrders,
  orderId: string,
  ...offered: Offered[]
): Promise<Pick<ReturnRequest, "exchange" | "exchangeFor">> => {
  const { snapshot, currency } = await rowOf(shop, orderId);
  const [like] = snapshot.lines;
  if (!like) throw new Error("the order has no lines");
  const { properties: _, ...line } = like;
  const lines: PricedLine[] = [];
  const policies: ExchangeOffer["policies"] = {};
  for (const { unitMinor, quantity = 1, units = 5, policy = "deny" } of offered) {
    const variantId = await stockedVariant(shop.stock, units);
    const total = money(unitMinor * quantity, currency);
    const unitPrice = money(unitMinor, currency);
    const priced = { quantity, unitPrice, subtotal: total, total };
    lines.push({
      ...line,
      id: newId("line"),
      variantId,
      title: "Other",
      sku: "OTHER-1",
      ...priced,
    });
    policies[variantId] = policy;
  }
  const exchangeFor = lines.map(({ variantId, quantity }) => ({ variantId, quantity }));
  return { exchange: { lines, policies }, exchangeFor };
};

/** Delivers an order of three units, and approves the exchange of some of them. */
export const approvedExchange = async (
  shop: TestOrders,
  quantity: number,
  ...offered: Offered[]
) => {
  const act = returning(shop);
  const order = await shippedOrder(shop);
  await act.deliver(order.orderId);
  const offer = await offerOf(shop, order.orderId, ...offered);
  const asked = await act.ask(order.orderId, [{ lineId: order.lineId, quantity }], offer);
  await act.approve(asked.id);
  const offeredId = offer.exchangeFor[0]?.variantId ?? "";
  return { ...order, returnId: asked.id, asked, offeredId };
};
