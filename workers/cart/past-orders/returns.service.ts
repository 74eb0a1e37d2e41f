import { pricedUnits } from "#cart/pricing/added-units.rules";
import type { VariantsService } from "#cart/pricing/variants.service";
import type { OrdersRpc } from "#contract/orders";
import { currentTrace } from "#kernel/call";
import { AppError } from "#kernel/errors";
import { newId } from "#kernel/ids";
import type { KeyedRequest } from "#kernel/mutations/idempotency";
import type { ReplayableAnswer } from "#kernel/mutations/once";
import type { ReturnedOrder, ReturnRequest } from "#orders/returns.contract";
import type { NewReturn } from "./returns.api";

interface Dependencies {
  variants: Pick<VariantsService, "read">;
  orders: Pick<OrdersRpc, "readableOrder" | "startExchange" | "requestReturn">;
}

interface WantedReturn extends ReturnedOrder {
  returnId: string;
  body: NewReturn;
}

const unpriced = ({ body, ...wanted }: WantedReturn): ReturnRequest => ({
  ...wanted,
  lines: body.lines.map(({ note: _, ...line }) => line),
  notes: body.lines.flatMap(({ lineId, note }) =>
    note === undefined ? [] : [{ lineId, text: note }],
  ),
  exchangeFor: body.exchangeFor ?? [],
  exchange: null,
});

/** Sends the returns of buyers to the orders Worker, and prices their exchanges. */
export const returnRequestsService = ({ variants, orders }: Dependencies) => ({
  /** @throws 404 `not_found` for an order that the actor may not read */
  async requireReadable(order: ReturnedOrder) {
    if (!(await orders.readableOrder(order, currentTrace())))
      throw new AppError("not_found", "Order not found.");
  },

  /** Asks to send units back, or returns the stored answer of the request. @throws as `OrdersRpc.requestReturn` */
  async request(wanted: WantedReturn, request: KeyedRequest): Promise<ReplayableAnswer> {
    const asked = unpriced(wanted);
    const { exchangeFor, orderId, actor, accessToken } = asked;
    if (exchangeFor.length === 0) return orders.requestReturn(asked, request, currentTrace());
    const order = { orderId, actor, accessToken };
    const begun = await orders.startExchange(order, request, currentTrace());
    if ("answer" in begun) return { ...begun.answer, replayed: true };
    const ids = [...new Set(exchangeFor.map(({ variantId }) => variantId))];
    const found = await variants.read(ids, { currency: begun.currency, ...begun.buyer });
    const added = exchangeFor.map((units) => ({ lineId: newId("line"), ...units }));
    const { currency, ships } = begun;
    const exchange = pricedUnits(added, found, { currency, ships, pointer: "/exchangeFor" });
    return orders.requestReturn({ ...asked, exchange }, request, currentTrace());
  },
});
export type ReturnRequestsService = ReturnType<typeof returnRequestsService>;
