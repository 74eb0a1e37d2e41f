import { currentTrace } from "#kernel/call";
import type { Clock } from "#kernel/clock";
import { appErrorIn } from "#kernel/errors";
import { money } from "#kernel/money";
import type { Answer, Idempotency, KeyedRequest } from "#kernel/mutations/idempotency";
import type { ReplayableAnswer } from "#kernel/mutations/once";
import { CONFLICT, conflict, retryOnConflict } from "#kernel/mutations/retry-on-conflict";
import type { ChargesService } from "#orders/charges/charges.service";
import { answerNow } from "#orders/moves/answers.rules";
import { begunRequests } from "#orders/moves/begun-requests.service";
import { moveContext } from "#orders/moves/move-context.port";
import type { MovesStore } from "#orders/moves/moves.store";
import { orderNotFound } from "#orders/moves/requested-moves.service";
import { amountDueMinor } from "#orders/order/balance.rules";
import type { OrderRow } from "#orders/order/order.rules";
import type { OrdersStore } from "#orders/order/orders.store";
import type { PaymentProgressService } from "#orders/payment-progress/payment-progress.service";
import type { Charge } from "#payments/charges.contract";
import type { AttemptInput } from "./attempt-input.rules";
import { attemptMove } from "./attempt-move.rules";
import { payDueMove } from "./due-move.rules";

interface Dependencies {
  store: Pick<OrdersStore, "find">;
  moves: MovesStore;
  idempotency: Idempotency;
  progress: Pick<PaymentProgressService, "authorise">;
  /** Refuses a method that cannot charge the amount. */
  requireCharge(charge: Charge): Promise<void>;
  charges: Pick<ChargesService, "authorise" | "endOpen">;
  clock: Clock;
}

const hasNoAnswer = (err: unknown) => appErrorIn(err)?.code === "dependency_unavailable";

const isWaiting = ({ status }: OrderRow) => status === "payment_requested";

/** Returns whether the provider has not answered about the payment that the order waits for. */
const isUnanswered = (row: OrderRow) =>
  (isWaiting(row) && row.payment === null) || row.openCharge?.payment === null;

/**
 * Pays waiting orders in another attempt, and what is due after edits. The first batch moves the order to the
 * attempt and stores the idempotency key; a process that dies later leaves an order that the sweep, an event or a
 * repeated request authorises.
 */
export const attemptsService = (deps: Dependencies) => {
  const { store, moves, idempotency, progress, charges, clock } = deps;
  const runOnce = begunRequests(idempotency);

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

  /**
   * Moves the order to a new attempt, or begins to charge what is due. The batch may be committed although its
   * answer is lost.
   */
  const begin = (orderId: string, input: AttemptInput, request: KeyedRequest | undefined) =>
    retryOnConflict(async () => {
      const row = await orderOf(orderId);
      const context = moveContext(clock);
      const move = isWaiting(row)
        ? attemptMove(row, input, context)
        : payDueMove(row, input, context);
      return (await moves.begin(row, move, context.nowMs, request)) ?? CONFLICT;
    }).catch(async (err) => {
      if (request && hasNoAnswer(err)) await idempotency.endLease(request);
      throw err;
    });

  /** Authorises the attempt, and stores the answer of its request. */
  const pay = async (row: OrderRow, request: KeyedRequest | undefined): Promise<Answer> => {
    const work = row.openCharge ? charges.authorise(row) : progress.authorise(row);
    const { row: after, answer } = await work;
    if (isUnanswered(after)) throw conflict();
    const given = answer ?? answerNow(after, currentTrace().requestId);
    if (request) await idempotency.finish(request, given);
    return given;
  };

  /**
   * Authorises an attempt whose process died, before another one begins, or ends an open charge. Returns
   * the answer if that charge took the money, so that nothing is due any more.
   */
  const settleEarlier = async (
    orderId: string,
    request: KeyedRequest | undefined,
  ): Promise<Answer | undefined> => {
    const row = await orderOf(orderId);
    if (isWaiting(row) && row.payment === null) await progress.authorise(row);
    if (!row.openCharge) return undefined;
    const after = await charges.endOpen(row, "replaced");
    if (amountDueMinor(after) > 0) return undefined;
    const answer = answerNow(after, currentTrace().requestId);
    if (request) await idempotency.insertFinished(request, answer, orderId);
    return answer;
  };

  const payOrAnswer = async (orderId: string, request: KeyedRequest): Promise<Answer> => {
    const row = await orderOf(orderId);
    if (isWaiting(row) || row.openCharge) return pay(row, request);
    const answer = answerNow(row, currentTrace().requestId);
    await idempotency.finish(request, answer);
    return answer;
  };

  const payAnew = async (
    orderId: string,
    input: AttemptInput,
    request: KeyedRequest | undefined,
  ): Promise<Answer> => {
    const asked = await orderOf(orderId);
    const amountMinor = isWaiting(asked) ? asked.totalMinor : amountDueMinor(asked);
    await deps.requireCharge({
      method: input.method,
      amount: money(amountMinor, asked.currency),
    });
    const settled = await settleEarlier(orderId, request);
    if (settled) return settled;
    const row = await begin(orderId, input, request);
    return endingLease(request, pay(row, request));
  };

  return {
    /**
     * Pays an order, or returns the stored answer of the request.
     * @throws 404, 409 `order_not_payable`, 422 `payment_method_unknown`, 400 `validation_failed`
     */
    pay(
      orderId: string,
      input: AttemptInput,
      request: KeyedRequest | undefined,
    ): Promise<ReplayableAnswer> {
      return runOnce({
        request,
        effect: () => payAnew(orderId, input, request),
        resume: (begun) => payOrAnswer(orderId, begun),
        losesAs: ["order_not_payable"],
      });
    },
  };
};
export type AttemptsService = ReturnType<typeof attemptsService>;
