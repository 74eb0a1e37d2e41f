import type { Settings } from "#contract/settings";
import { principalOf } from "#kernel/actor";
import { AppError, appErrorIn } from "#kernel/errors";
import { newId } from "#kernel/ids";
import type { Answer, Idempotency, KeyedRequest } from "#kernel/mutations/idempotency";
import type { ReplayableAnswer } from "#kernel/mutations/once";
import { type AgeKeys, pageOf } from "#kernel/routes/page";
import type { Return } from "#orders/after-sale.contract";
import type { ChargesService } from "#orders/charges/charges.service";
import type { RequestedMove, RequestMove } from "#orders/moves/requested-moves.service";
import { isStaff } from "#orders/order/access.rules";
import { buyerOf } from "#orders/order/buyer.rules";
import type { OrderRow } from "#orders/order/order.rules";
import type { OrdersService } from "#orders/order/orders.service";
import type { OrdersStore } from "#orders/order/orders.store";
import type {
  ExchangeOffer,
  ExchangeStart,
  ReturnedOrder,
  ReturnRequest,
} from "#orders/returns.contract";
import type { Arrival } from "./arrival.rules";
import { receiveMove } from "./arrival-move.rules";
import { exchangedLines, policiesOf } from "./exchange-move.rules";
import type { ExchangeStockService } from "./exchange-stock.service";
import {
  approveMove,
  hasReturn,
  type ReturnInput,
  rejectMove,
  requestReturnMove,
  returnIn,
  staffFor,
} from "./return-moves.rules";
import { staffReturnView } from "./return-view.rules";
import type { ReturnsStore } from "./returns.store";

interface Dependencies {
  returns: ReturnsStore;
  store: Pick<OrdersStore, "find">;
  orders: Pick<OrdersService, "order" | "readableRow">;
  exchangeStock: ExchangeStockService;
  charges: Pick<ChargesService, "endOpen">;
  idempotency: Pick<Idempotency, "find">;
  readSettings: () => Promise<Settings>;
  requestMove: RequestMove;
}

interface ListQuery {
  status: Return["status"] | undefined;
  limit: number;
  before: AgeKeys | undefined;
}

const returnAnswer =
  (returnId: string, status: 200 | 201) =>
  (row: OrderRow): Answer => ({ status, body: JSON.stringify(returnIn(row, returnId)) });

const inputOf = ({ notes, actor, ...wanted }: ReturnRequest): ReturnInput => ({
  ...wanted,
  notes: notes.map((note) => ({ id: newId("note"), ...note })),
  staffId: isStaff(actor) ? principalOf(actor) : null,
});

/** Takes the returns of buyers, and what staff decide about them. */
export const returnsService = (deps: Dependencies) => {
  const { returns, store, orders, exchangeStock, charges, idempotency } = deps;
  const { readSettings, requestMove } = deps;

  const orderIdOf = async (returnId: string) => {
    const orderId = await returns.orderIdOf(returnId);
    if (!orderId) throw new AppError("not_found", "Return not found.");
    return orderId;
  };

  /** Moves the order of a return. @throws 404 for an unknown return */
  const decide = async (
    returnId: string,
    request: KeyedRequest | undefined,
    decision: RequestedMove["decide"],
  ) =>
    requestMove({
      orderId: await orderIdOf(returnId),
      request,
      decide: decision,
      answer: returnAnswer(returnId, 200),
    });

  /** @throws 409 `insufficient_stock`, `buyer_limit_reached` unless staff ask */
  const requireUnits = async (row: OrderRow, input: ReturnInput, exchange: ExchangeOffer) => {
    await exchangeStock.requireStock(exchange);
    if (staffFor(row, input) === null)
      await exchangeStock.requireWithinLimits(row, input.lines, exchange);
  };

  /** Returns the order of units that are to be exchanged; undefined if they are refunded. */
  const exchanging = async ({ returnId, resolution }: Arrival) => {
    const row = await store.find(await orderIdOf(returnId));
    if (!row || resolution === "refund") return undefined;
    const { status, exchange } = returnIn(row, returnId);
    return exchange && status === "approved" ? row : undefined;
  };

  return {
    /**
     * Begins the request of an exchange: returns its stored answer, or how it is priced.
     * @throws 404 for an order that the actor may not read
     */
    async startExchange(
      { orderId, actor, accessToken }: ReturnedOrder,
      request: KeyedRequest,
    ): Promise<ExchangeStart> {
      const row = await orders.readableRow(orderId, actor, accessToken);
      const answer = (await idempotency.find(request))?.answer;
      if (answer) return { answer };
      const { currency, snapshot } = row;
      return { currency, buyer: buyerOf(row), ships: snapshot.shippingOption !== null };
    },

    /**
     * Asks to send units of an order back.
     * @throws 404 for an order that the actor may not read, 409 `insufficient_stock`, `buyer_limit_reached`, and
     * the errors of `requestReturnMove`
     */
    async request(wanted: ReturnRequest, request: KeyedRequest): Promise<ReplayableAnswer> {
      const { orderId, actor, accessToken, returnId, exchange } = wanted;
      await orders.order(orderId, actor, accessToken);
      const input = inputOf(wanted);
      const { returnWindowDays } = await readSettings();
      return requestMove({
        orderId,
        request,
        async decide(row, context) {
          if (hasReturn(row, returnId)) return undefined;
          const move = requestReturnMove(row, input, returnWindowDays, context);
          if (exchange) await requireUnits(row, input, exchange);
          return move;
        },
        answer: returnAnswer(returnId, 201),
      });
    },

    approve: (returnId: string, request: KeyedRequest | undefined) =>
      decide(returnId, request, (row, context) => approveMove(row, returnId, context)),

    reject: (returnId: string, reason: string | null, request: KeyedRequest | undefined) =>
      decide(returnId, request, (row, context) => rejectMove(row, { returnId, reason }, context)),

    /**
     * Records the units of a return that arrived, and refunds or exchanges them. An open charge of an exchange ends
     * first, because its amount changes.
     * @throws 409 `insufficient_stock`, 422 `location_unknown`, and the errors of `receiveMove`
     */
    async receive(arrival: Arrival, request: KeyedRequest | undefined): Promise<ReplayableAnswer> {
      const { returnId } = arrival;
      const row = await exchanging(arrival);
      if (row) await charges.endOpen(row, "edited");
      try {
        return await decide(returnId, request, (now, context) =>
          receiveMove(now, arrival, context),
        );
      } catch (err) {
        if (row && appErrorIn(err)?.code === "insufficient_stock") {
          const lines = exchangedLines(returnIn(row, returnId), arrival);
          await exchangeStock.requireStock({ lines, policies: policiesOf(row, returnId) });
        }
        throw err;
      }
    },

    /** Returns a page of the returns of all orders, newest first. */
    async list(query: ListQuery) {
      const rows = await returns.page(query);
      const notes = await returns.notes(rows.map(({ orderId }) => orderId));
      return pageOf(
        rows,
        query.limit,
        ({ requestedAt, id }) => [requestedAt, id],
        (row) => staffReturnView(row, notes),
      );
    },
  };
};
export type ReturnsService = ReturnType<typeof returnsService>;
