import type { Payment, PaymentsRpc } from "#contract/payments";
import { currentTrace } from "#kernel/call";
import type { Clock } from "#kernel/clock";
import type { Outbox } from "#kernel/events/outbox";
import { CONFLICT, retryOnConflict } from "#kernel/mutations/retry-on-conflict";
import type { OpenCharge } from "#orders/edits.contract";
import { refusedPayment } from "#orders/moves/answers.rules";
import type { Move } from "#orders/moves/move.rules";
import { moveContext } from "#orders/moves/move-context.port";
import type { MovesStore } from "#orders/moves/moves.store";
import type { GuestAccess } from "#orders/order/access.rules";
import type { OrderRow } from "#orders/order/order.rules";
import type { OrdersStore } from "#orders/order/orders.store";
import type { Progress } from "#orders/payment-progress/match-orders.service";
import { paymentsBy } from "#orders/payment-progress/payment-outcomes.rules";
import { chargeRequests } from "#orders/payment-progress/payment-request.rules";
import { chargeByPayment, failCharge } from "./charge-move.rules";

export interface ChargeDependencies {
  store: Pick<OrdersStore, "find">;
  moves: MovesStore;
  outbox: Outbox;
  clock: Clock;
  payments: Pick<PaymentsRpc, "authorise" | "refreshAll" | "captureAll" | "endAll" | "recordMoney">;
  access: Pick<GuestAccess, "tokenOf">;
}

/** Why the shop ends an open charge. */
export type EndReason = "replaced" | "edited" | "cancelled" | "expired";

export type Charged = OrderRow & { openCharge: OpenCharge };
export const hasCharge = (row: OrderRow): row is Charged => row.openCharge !== null;
export const refOf = ({ id, openCharge }: Charged) => ({
  orderId: id,
  attempt: openCharge.attempt,
});

/** Brings the open charge of one order to its payment, and the order to match it. */
export const openChargeService = (deps: ChargeDependencies) => {
  const { store, moves, outbox, clock, payments } = deps;
  const requestOf = chargeRequests(deps.access);

  const apply = (order: OrderRow, decide: (row: OrderRow) => Move | undefined): Promise<OrderRow> =>
    retryOnConflict(async (triesSoFar) => {
      const row = triesSoFar === 0 ? order : ((await store.find(order.id)) ?? order);
      const move = decide(row);
      if (!move) return row;
      const next = await moves.move(row, move, clock.now());
      if (!next) return CONFLICT;
      outbox.kick(move.events);
      return next;
    });

  const captured = async ({ orderId, attempt }: Payment) => {
    const outcomes = await payments.captureAll([{ orderId, attempt }], currentTrace());
    return paymentsBy([orderId], outcomes)(orderId);
  };

  /** Moves an order to match the payment of its open charge. Takes money that the provider holds. */
  const settle = async (row: OrderRow, payment: Payment): Promise<OrderRow> => {
    const current = payment.state === "authorized" ? await captured(payment) : payment;
    if (!current) return row;
    return apply(row, (fresh) => chargeByPayment(fresh, current, moveContext(clock)));
  };

  /** Pays the open charge of an order. The answer is that of a refused payment. */
  const authorise = async (row: OrderRow): Promise<Progress> => {
    if (!hasCharge(row)) return { row };
    const payment = await payments.authorise(await requestOf(row, row.openCharge), currentTrace());
    const after = await settle(row, payment);
    if (payment.state !== "failed") return { row: after };
    const refused = { row: after, requestId: currentTrace().requestId };
    return { row: after, answer: refusedPayment(refused, payment, "payment_declined") };
  };

  /** Returns the payment of a charge; opens it unless it is the payment that the order was placed with. */
  const opened = async (row: Charged): Promise<Payment | null> => {
    const { charge } = row.openCharge;
    if (charge > 1) return payments.authorise(await requestOf(row, row.openCharge), currentTrace());
    return paymentsBy([row.id], await payments.refreshAll([refOf(row)], currentTrace()))(row.id);
  };

  /** Records the money that staff have received, unless the order was cancelled before. Returns the order. */
  const receive = async (row: Charged): Promise<OrderRow> => {
    const payment = await opened(row);
    if (payment?.state !== "awaiting_money") return payment ? settle(row, payment) : row;
    const { amountMinor } = row.openCharge;
    return settle(row, await payments.recordMoney({ ...refOf(row), amountMinor }, currentTrace()));
  };

  /** Ends the open charge of an order unless it holds money, which is then taken. Returns the order. */
  const end = async (row: Charged, reason: EndReason): Promise<OrderRow> => {
    if (row.openCharge.isReceived) return receive(row);
    const ref = refOf(row);
    const needsLink = row.openCharge.offSession && reason === "expired";
    const payment = paymentsBy([row.id], await payments.endAll([ref], currentTrace()))(row.id);
    if (payment && payment.state !== "cancelled" && payment.state !== "failed")
      return settle(row, payment);
    return apply(row, (fresh) =>
      fresh.openCharge?.attempt === ref.attempt
        ? failCharge(
            fresh,
            { ...fresh.openCharge, offSession: needsLink },
            reason,
            moveContext(clock),
          )
        : undefined,
    );
  };

  return { settle, authorise, end };
};
