import type { Payment, PaymentsRpc } from "#contract/payments";
import { currentTrace } from "#kernel/call";
import type { Clock } from "#kernel/clock";
import type { Outbox } from "#kernel/events/outbox";
import { CONFLICT, conflict, retryOnConflict } from "#kernel/mutations/retry-on-conflict";
import type { OpenCharge } from "#orders/edits.contract";
import { refusedPayment } from "#orders/moves/answers.rules";
import type { Move } from "#orders/moves/move.rules";
import { moveContext } from "#orders/moves/move-context.port";
import type { MovesStore } from "#orders/moves/moves.store";
import type { GuestAccess } from "#orders/order/access.rules";
import type { OrderRow } from "#orders/order/order.rules";
import type { OrdersStore } from "#orders/order/orders.store";
import { eachOf, type Progress, type Stuck } from "#orders/payment-progress/match-orders.service";
import { paymentsBy } from "#orders/payment-progress/payment-outcomes.rules";
import { chargeRequests } from "#orders/payment-progress/payment-request.rules";
import { chargeByPayment, failCharge } from "./charge-move.rules";
import type { DueChargesStore } from "./due-charges.store";

/** How long a buyer has for the bank's page. */
const EXPIRES_MS = 30 * 60_000;
/** The maximum number of open charges that one run of the sweep reads. */
const SWEEP_CHARGES = 50;

interface Dependencies {
  store: Pick<OrdersStore, "find" | "findAll">;
  dueCharges: DueChargesStore;
  moves: MovesStore;
  outbox: Outbox;
  clock: Clock;
  payments: Pick<PaymentsRpc, "authorise" | "refreshAll" | "captureAll" | "endAll" | "recordMoney">;
  access: Pick<GuestAccess, "tokenOf">;
}

/** Why the shop ends an open charge. */
type EndReason = "replaced" | "edited" | "cancelled" | "expired";

type Charged = OrderRow & { openCharge: OpenCharge };
const hasCharge = (row: OrderRow): row is Charged => row.openCharge !== null;
const refOf = ({ id, openCharge }: Charged) => ({ orderId: id, attempt: openCharge.attempt });

/**
 * Charges what is due after edits. The open charge is a part of the order's row, committed before its payment
 * begins, so that a repeated request, an event or the sweep continues it after a crash.
 */
export const chargesService = (deps: Dependencies) => {
  const { store, dueCharges, moves, outbox, clock, payments } = deps;
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

  /** Returns whether a charge has to end, or is of money that staff have received. */
  const isOver = ({ status, openCharge }: Charged) =>
    openCharge.isReceived ||
    status === "cancelled" ||
    openCharge.requestedAt + EXPIRES_MS <= clock.now();

  const advanceRows = async (rows: readonly Charged[]): Promise<Stuck[]> => {
    if (rows.length === 0) return [];
    const outcomes = await payments.refreshAll(rows.map(refOf), currentTrace());
    const paymentOf = paymentsBy(
      rows.map(({ id }) => id),
      outcomes,
    );
    return eachOf(rows, async (row) => {
      const payment = paymentOf(row.id);
      if (payment) await settle(row, payment);
      else await authorise(row);
    });
  };

  /** Moves orders to match the payments of their open charges: ends those that are over, and records what arrived. */
  const advanceAll = async (rows: readonly OrderRow[]): Promise<Stuck[]> => {
    const charged = rows.filter(hasCharge);
    const over = charged.filter(isOver);
    const stuck = await eachOf(over, async (row) => hasCharge(row) && end(row, "expired"));
    return [...stuck, ...(await advanceRows(charged.filter((row) => !isOver(row))))];
  };

  return {
    authorise,

    /** Moves orders to match the payments of their open charges. */
    advance: async (orderIds: readonly string[]) => advanceAll(await store.findAll(orderIds)),

    /**
     * Ends the open charge of an order, before a move that changes what is due; completes it if staff have received
     * its money. Returns the order.
     * @throws 409 `conflict` while the provider is processing the payment
     */
    async endOpen(row: OrderRow, reason: EndReason): Promise<OrderRow> {
      if (!hasCharge(row)) return row;
      const after = await end(row, reason);
      if (after.openCharge) throw conflict("A payment of the order is being processed.");
      return after;
    },

    /** Reads the payments of open charges at the provider. */
    async sweep() {
      const due = await dueCharges.claim(SWEEP_CHARGES);
      await advanceAll(due);
      return { charges: due.length };
    },
  };
};
export type ChargesService = ReturnType<typeof chargesService>;
