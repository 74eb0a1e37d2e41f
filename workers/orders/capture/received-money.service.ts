import { currentTrace } from "#kernel/call";
import type { Clock } from "#kernel/clock";
import { AppError } from "#kernel/errors";
import type { Answer, Idempotency, KeyedRequest } from "#kernel/mutations/idempotency";
import { CONFLICT, retryOnConflict } from "#kernel/mutations/retry-on-conflict";
import { receivedMove } from "#orders/charges/charge-move.rules";
import type { ChargesService } from "#orders/charges/charges.service";
import { problemAnswer } from "#orders/moves/answers.rules";
import { begunRequests } from "#orders/moves/begun-requests.service";
import { moveContext } from "#orders/moves/move-context.port";
import type { MovesStore } from "#orders/moves/moves.store";
import { orderNotFound } from "#orders/moves/requested-moves.service";
import type { OrderRow } from "#orders/order/order.rules";
import type { OrdersStore } from "#orders/order/orders.store";
import { orderView } from "#orders/order/view.rules";
import { receivedMinor } from "./received-money.rules";

interface Dependencies {
  store: Pick<OrdersStore, "find">;
  moves: Pick<MovesStore, "begin">;
  charges: Pick<ChargesService, "endOpen">;
  idempotency: Idempotency;
  clock: Clock;
}

/** Returns the answer about money of an order as it is now. */
const answerOf = (row: OrderRow): Answer => {
  if (row.status !== "cancelled") return { status: 200, body: JSON.stringify(orderView(row)) };
  const cancelled = "The order was cancelled before the money was recorded.";
  return problemAnswer(new AppError("order_not_capturable", cancelled), currentTrace().requestId);
};

/**
 * Records money that staff have received. The first batch stores the amount as a charge of the order, so that of two
 * members of staff one is first, and the second sees what is still due; a process that dies later leaves a charge
 * that an event, the sweep or a repeated request completes.
 */
export const receivedMoneyService = (deps: Dependencies) => {
  const { store, moves, charges, idempotency, clock } = deps;
  const runOnce = begunRequests(idempotency);

  const orderOf = async (orderId: string) => {
    const row = await store.find(orderId);
    if (!row) throw orderNotFound();
    return row;
  };

  /** Begins to record the money. Returns the order, and whether there was new money to record. */
  const begin = (
    orderId: string,
    amountMinor: number | undefined,
    request: KeyedRequest | undefined,
  ) =>
    retryOnConflict(async () => {
      const row = await charges.endOpen(await orderOf(orderId), "replaced");
      const isKeyed = request !== undefined;
      const newMinor = receivedMinor(row, { amountMinor, isKeyed });
      if (newMinor === 0) return { row, isNew: false };
      const context = moveContext(clock);
      const move = receivedMove(row, newMinor, context);
      const begun = await moves.begin(row, move, context.nowMs, request);
      return begun ? { row: begun, isNew: true } : CONFLICT;
    });

  const complete = async (row: OrderRow, request: KeyedRequest | undefined) => {
    const answer = answerOf(await charges.endOpen(row, "replaced"));
    if (request) await idempotency.finish(request, answer);
    return answer;
  };

  const record = async (
    orderId: string,
    amountMinor: number | undefined,
    request: KeyedRequest | undefined,
  ): Promise<Answer> => {
    try {
      const { row, isNew } = await begin(orderId, amountMinor, request);
      if (isNew) return await complete(row, request);
      const answer = answerOf(row);
      if (request) await idempotency.insertFinished(request, answer, orderId);
      return answer;
    } catch (err) {
      if (request) await idempotency.endLease(request);
      throw err;
    }
  };

  /**
   * Records an amount that staff have received, or all that is due.
   * @throws 404, 409 `conflict`, and the errors of `receivedMinor` and `receivedMove`
   */
  return (orderId: string, amountMinor: number | undefined, request: KeyedRequest | undefined) =>
    runOnce({
      request,
      effect: () => record(orderId, amountMinor, request),
      resume: async (begun) => complete(await orderOf(orderId), begun),
      losesAs: ["amount_not_chargeable", "order_not_capturable"],
    });
};
export type RecordReceivedMoney = ReturnType<typeof receivedMoneyService>;
