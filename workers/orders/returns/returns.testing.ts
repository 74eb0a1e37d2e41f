import { newId } from "#kernel/ids";
import type { KeyedRequest } from "#kernel/mutations/idempotency";
import { inCall } from "#kernel/testing";
import type { ReceivedLine, Return, ReturnLine } from "#orders/after-sale.contract";
import { newRequest, paidOrder } from "#orders/after-sale.testing";
import type { TestOrders } from "#orders/testing";
import type { ReturnInput } from "./return-moves.rules";

type Lines = (Omit<ReturnLine, "reason"> & { reason?: ReturnLine["reason"] })[];

/** Returns how a test ships, returns and refunds units of orders. */
export const returning = (shop: TestOrders) => {
  const parsed = async (answer: Promise<{ body: string }>): Promise<Return> =>
    JSON.parse((await answer).body);

  return {
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
          },
          newRequest(),
        ),
      ),

    deliver: (orderId: string) =>
      inCall(() => shop.shipments.deliver(orderId, undefined, newRequest())),

    ask: (
      orderId: string,
      lines: Lines,
      { returnId = newId("return"), ...more }: Partial<ReturnInput> = {},
      request: KeyedRequest = newRequest(),
    ) => {
      const whole: ReturnInput = {
        returnId,
        lines: lines.map((line) => ({ reason: "damaged", ...line })),
        resolution: "refund",
        notes: [],
        staffId: null,
        ...more,
      };
      return parsed(inCall(() => shop.returns.request(orderId, whole, request)));
    },

    approve: (returnId: string) =>
      parsed(inCall(() => shop.returns.approve(returnId, newRequest()))),

    reject: (returnId: string, reason: string | null = null) =>
      parsed(inCall(() => shop.returns.reject(returnId, reason, newRequest()))),

    receive: (returnId: string, lines: ReceivedLine[], request: KeyedRequest = newRequest()) =>
      parsed(inCall(() => shop.returns.receive(returnId, lines, request))),

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
