import { currentTrace } from "#kernel/call";
import type { Clock } from "#kernel/clock";
import { appErrorIn } from "#kernel/errors";
import { money } from "#kernel/money";
import {
  type Answer,
  type Idempotency,
  type KeyedRequest,
  keyWasUsed,
} from "#kernel/mutations/idempotency";
import type { ReplayableAnswer } from "#kernel/mutations/once";
import { CONFLICT, conflict, retryOnConflict } from "#kernel/mutations/retry-on-conflict";
import { answerNow } from "#orders/moves/answers.rules";
import { moveContext } from "#orders/moves/move-context.port";
import type { MovesStore } from "#orders/moves/moves.store";
import { orderNotFound } from "#orders/moves/requested-moves.service";
import type { OrderRow } from "#orders/order/order.rules";
import type { OrdersStore } from "#orders/order/orders.store";
import type { PaymentProgressService } from "#orders/payment-progress/payment-progress.service";
import type { Charge } from "#payments/charges.contract";
import { type AttemptInput, attemptMove } from "./attempt-move.rules";

interface Dependencies {
  store: Pick<OrdersStore, "find">;
  moves: MovesStore;
  idempotency: Idempotency;
  progress: Pick<PaymentProgressService, "authorise">;
  /** Refuses a method that cannot charge the amount. */
  requireCharge(charge: Charge): Promise<void>;
  clock: Clock;
}

const isUnanswered = (err: unknown) => appErrorIn(err)?.code === "dependency_unavailable";

/**
 * Pays waiting orders in another attempt. The first batch moves the order to the attempt and stores the
 * idempotency key; a process that dies later leaves an order that the sweep, an event or a repeated request
 * authorises.
 */
export const attemptsService = (deps: Dependencies) => {
  const { store, moves, idempotency, progress, clock } = deps;

  const orderOf = async (orderId: string) => {
    const row = await store.find(orderId);
    if (!row) throw orderNotFound();
    return row;
  };

  const endingLease = async <T>(request: KeyedRequest | undefined, work: Promise<T>) => {
    try {
      return await work;
    } catch (err) {
      if (request) await idempotency.endLease(request);
      throw err;
    }
  };

  /** Moves the order to a new attempt. The batch may be committed although its answer is lost. */
  const begin = (orderId: string, input: AttemptInput, request: KeyedRequest | undefined) =>
    retryOnConflict(async () => {
      const row = await orderOf(orderId);
      const context = moveContext(clock);
      const move = attemptMove(row, input, context);
      return (await moves.begin(row, move, context.nowMs, request)) ?? CONFLICT;
    }).catch(async (err) => {
      if (request && isUnanswered(err)) await idempotency.endLease(request);
      throw err;
    });

  /** Authorises the attempt, and stores the answer of its request. */
  const pay = async (row: OrderRow, request: KeyedRequest | undefined): Promise<Answer> => {
    const { row: after, answer } = await progress.authorise(row);
    if (after.status === "payment_requested" && after.payment === null) throw conflict();
    const given = answer ?? answerNow(after, currentTrace().requestId);
    if (request) await idempotency.finish(request, given);
    return given;
  };

  /** Authorises an attempt whose process died, before another one begins. */
  const settleEarlier = async (orderId: string) => {
    const row = await orderOf(orderId);
    if (row.status === "payment_requested" && row.payment === null) await progress.authorise(row);
  };

  const payOrAnswer = async (orderId: string, request: KeyedRequest): Promise<Answer> => {
    const row = await orderOf(orderId);
    if (row.status === "payment_requested") return pay(row, request);
    const answer = answerNow(row, currentTrace().requestId);
    await idempotency.finish(request, answer);
    return answer;
  };

  /** Continues the attempt of a request whose process died. */
  const resume = async (orderId: string, request: KeyedRequest): Promise<ReplayableAnswer> => {
    await idempotency.takeOver(request);
    return { ...(await endingLease(request, payOrAnswer(orderId, request))), replayed: true };
  };

  const replay = async (orderId: string, request: KeyedRequest) => {
    const stored = await idempotency.find(request);
    if (!stored) return undefined;
    return stored.answer ? { ...stored.answer, replayed: true } : resume(orderId, request);
  };

  return {
    /**
     * Pays an order, or returns the stored answer of the request.
     * @throws 404, 409 `order_not_payable`, 422 `payment_method_unknown`, 400 `validation_failed`
     */
    async pay(
      orderId: string,
      input: AttemptInput,
      request: KeyedRequest | undefined,
    ): Promise<ReplayableAnswer> {
      const earlier = request && (await replay(orderId, request));
      if (earlier) return earlier;
      const { totalMinor, currency } = await orderOf(orderId);
      await deps.requireCharge({ method: input.method, amount: money(totalMinor, currency) });
      try {
        await settleEarlier(orderId);
        const row = await begin(orderId, input, request);
        return { ...(await endingLease(request, pay(row, request))), replayed: false };
      } catch (err) {
        const isLost = keyWasUsed(err) || appErrorIn(err)?.code === "order_not_payable";
        const winner = request && isLost ? await replay(orderId, request) : undefined;
        if (!winner) throw err;
        return winner;
      }
    },
  };
};
export type AttemptsService = ReturnType<typeof attemptsService>;
