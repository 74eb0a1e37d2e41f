import type { PlacementOutcome } from "#contract/orders";
import { currentTrace, nameCall } from "#kernel/call";
import { AppError, appErrorIn } from "#kernel/errors";
import type { Answer, Idempotency, KeyedRequest } from "#kernel/mutations/idempotency";
import { answerNow, wasDeclined } from "#orders/moves/answers.rules";
import type { GuestAccess } from "#orders/order/access.rules";
import type { OrderRow } from "#orders/order/order.rules";
import type { OrdersStore } from "#orders/order/orders.store";
import { CART_AFTER } from "#orders/order/status.rules";
import type { Progress } from "#orders/payment-progress/match-orders.service";
import type { PaymentProgressService } from "#orders/payment-progress/payment-progress.service";

interface Dependencies {
  store: Pick<OrdersStore, "find" | "findByRequest">;
  idempotency: Idempotency;
  progress: Pick<PaymentProgressService, "authorise">;
  access: GuestAccess;
}

/** Returns whether an error already asks the client to repeat the request. */
const asksToRetry = (err: unknown) =>
  ["dependency_unavailable", "idempotency_in_flight"].includes(appErrorIn(err)?.code ?? "");

const unsettled = (cause: unknown) =>
  new AppError("order_unsettled", "Please repeat the request with the same Idempotency-Key.", {
    headers: { "Retry-After": "1" },
    cause,
  });

/** Answers the requests that place orders, and replays their outcomes. */
export const replayService = ({ store, idempotency, progress, access }: Dependencies) => {
  /**
   * Adds the access token with which a guest reads the order. The token is derived from the order's id, so
   * a replayed answer has the same token.
   */
  const withAccess = async (row: OrderRow, answer: Answer): Promise<Answer> => {
    if (row.customerId !== null || answer.status !== 201) return answer;
    const order = { ...JSON.parse(answer.body), accessToken: await access.tokenOf(row.id) };
    return { ...answer, body: JSON.stringify(order) };
  };

  const outcome = async (
    row: OrderRow,
    answer: Answer,
    replayed: boolean,
  ): Promise<PlacementOutcome> => ({
    answer: await withAccess(row, answer),
    replayed,
    orderId: row.id,
    cart: CART_AFTER[row.status],
    isDeclined: wasDeclined(row, answer),
  });

  const answerOf = (row: OrderRow) => answerNow(row, currentTrace().requestId);

  /** Returns the stored answer of a request that another process has finished. */
  const storedAnswer = async (row: OrderRow, request: KeyedRequest): Promise<Answer> =>
    (await idempotency.find(request))?.answer ?? answerOf(row);

  /**
   * Waits for the payment of a stored order. Never throws a 4xx error other than `idempotency_in_flight`,
   * because the cart Worker would take it for a refusal and thaw the cart.
   * @throws 503 `order_unsettled` when the outcome is unknown, and errors that already ask the client to
   * retry
   */
  const awaitPayment = async (
    request: KeyedRequest,
    work: Promise<Progress>,
  ): Promise<PlacementOutcome> => {
    try {
      const { row, answer } = await work;
      return await outcome(row, answer ?? (await storedAnswer(row, request)), false);
    } catch (err) {
      await idempotency.endLease(request);
      throw asksToRetry(err) ? err : unsettled(err);
    }
  };

  const replay = async (request: KeyedRequest): Promise<PlacementOutcome | null> => {
    const stored = await idempotency.find(request);
    const row = stored?.resourceId
      ? await store.find(stored.resourceId)
      : await store.findByRequest(request);
    if (!row)
      return stored?.answer
        ? { answer: stored.answer, replayed: true, orderId: null, cart: "open", isDeclined: false }
        : null;
    nameCall({ sagaId: row.id });
    // The first request may have stored its key and order between the two reads. Then its lease or
    // answer has to be read, so the replay starts over.
    if (!stored && (await idempotency.find(request))) return replay(request);
    if (stored?.answer) return outcome(row, stored.answer, true);
    if (stored) await idempotency.takeOver(request);
    if (row.status === "payment_requested") return awaitPayment(request, progress.authorise(row));
    return outcome(row, answerOf(row), true);
  };

  return { replay, awaitPayment, endLease: idempotency.endLease };
};
export type ReplayService = ReturnType<typeof replayService>;
