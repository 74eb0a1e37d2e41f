import { inventoryLow, type Placement, type PlacementOutcome } from "#contract/orders";
import { nameCall } from "#kernel/call";
import type { Clock } from "#kernel/clock";
import { AppError } from "#kernel/errors";
import { newEvent } from "#kernel/events";
import { type Answer, type Idempotency, type KeyedRequest, keyWasUsed } from "#kernel/idempotency";
import { newId } from "#kernel/ids";
import { sqlFailureIn, violatesCheck, violatesGuard, violatesUnique } from "#kernel/sql";
import type { GuestAccess } from "./access";
import { demandOf } from "./demand";
import { placedMove, problemAnswer } from "./moves";
import { newOrderNumber } from "./number";
import type { OrderRow, OrdersStore } from "./orders.store";
import type { Settled, SettlingService } from "./settling.service";
import { CART_AFTER } from "./status";
import type { StockStore } from "./stock.store";
import { orderView } from "./view";

/** How long an order holds its units. */
const RESERVATION_MS = 15 * 60_000;
const NUMBER_TRIES = 5;

interface Tools {
  store: OrdersStore;
  stock: StockStore;
  idempotency: Idempotency;
  settling: SettlingService;
  access: GuestAccess;
  clock: Clock;
}

const lacksStock = (err: unknown) =>
  violatesCheck(err, "stock_available") ||
  violatesGuard(err) ||
  (sqlFailureIn(err)?.message.includes("FOREIGN KEY") ?? false);

const draft = (placement: Placement, nowMs: number): OrderRow => {
  const { request, payment, totals, lines, discounts, policies } = placement;
  const { shippingAddress, billingAddress, shippingOption } = placement;
  return {
    id: newId("order", nowMs),
    number: newOrderNumber(),
    cartId: placement.cartId,
    customerId: placement.customerId,
    status: "payment_requested",
    paymentStatus: "pending",
    currency: placement.currency,
    totalMinor: totals.total.amount,
    email: placement.email,
    snapshot: {
      lines,
      discounts,
      totals,
      shippingAddress,
      billingAddress,
      shippingOption,
      policies,
    },
    paymentMethod: payment.method,
    paymentToken: payment.token,
    returnUrl: payment.returnUrl,
    payment: null,
    requestScope: request.scope,
    requestKey: request.key,
    reservedUntil: nowMs + RESERVATION_MS,
    sequence: 2,
    createdAt: nowMs,
    updatedAt: nowMs,
  };
};

/** Places orders: one batch that holds the units, then the payment. Every answer can be had again. */
export const placingService = ({ store, stock, idempotency, settling, access, clock }: Tools) => {
  /** Guests get the token that opens their order; it is derived, so a repeated answer has the same. */
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
  });

  /** The stored answer of a request that somebody else has brought to its end. */
  const storedAnswer = async (row: OrderRow, request: KeyedRequest): Promise<Answer> => {
    const found = await idempotency.find(request);
    return found?.answer ?? { status: 201, body: JSON.stringify(orderView(row)) };
  };

  const settle = async (
    request: KeyedRequest,
    work: Promise<Settled>,
  ): Promise<PlacementOutcome> => {
    try {
      const { row, answer } = await work;
      return outcome(row, answer ?? (await storedAnswer(row, request)), false);
    } catch (err) {
      // The outcome is unknown, so the order waits; a retry may go on with it at once.
      await idempotency.release(request).catch(() => undefined);
      throw err;
    }
  };

  const refuseForStock = async (placement: Placement): Promise<PlacementOutcome> => {
    const demand = demandOf(placement.lines);
    const levels = await stock.levels([...demand.keys()]);
    const availableOf = new Map(levels.map((level) => [level.variantId, level.available]));
    const lines = placement.lines
      .map(({ id, variantId, title, sku, quantity }) => {
        const available = availableOf.get(variantId) ?? 0;
        return { lineId: id, variantId, title, sku, quantity, available };
      })
      .filter(({ variantId, available }) => (demand.get(variantId) ?? 0) > available);
    const answer = problemAnswer(
      new AppError("insufficient_stock", undefined, { extensions: { lines } }),
    );
    await store.refuse(placement.request, answer).catch((err) => {
      if (!keyWasUsed(err)) throw err;
    });
    return { answer, replayed: false, orderId: null, cart: "open" };
  };

  const replay = async (request: KeyedRequest): Promise<PlacementOutcome | null> => {
    const found = await idempotency.find(request);
    const row = found?.resourceId
      ? await store.find(found.resourceId)
      : await store.findByRequest(request);
    if (!row)
      return found?.answer
        ? { answer: found.answer, replayed: true, orderId: null, cart: "open" }
        : null;
    nameCall({ sagaId: row.id });
    // Between the two looks the first request may have begun: its lease counts, and its answer.
    if (!found && (await idempotency.find(request))) return replay(request);
    if (found?.answer) return outcome(row, found.answer, true);
    if (found) await idempotency.takeOver(request);
    if (row.status === "payment_requested") return settle(request, settling.authorise(row));
    return outcome(row, await storedAnswer(row, request), true);
  };

  const reserve = async (row: OrderRow, placement: Placement) => {
    const nowMs = clock.now();
    const move = placedMove(row, nowMs);
    const low = newEvent(inventoryLow, {
      source: "orders",
      subject: row.id,
      sequence: 0,
      data: { variantIds: [...demandOf(row.snapshot.lines).keys()] },
      sagaId: row.id,
      nowMs,
    });
    const announced = await store.place(row, placement.request, move, low, nowMs);
    return [...move.events.slice(0, 1), ...announced];
  };

  /** What the schema refused, in the shop's words. */
  const refusal = async (err: unknown, placement: Placement): Promise<PlacementOutcome> => {
    if (keyWasUsed(err)) {
      const known = await replay(placement.request);
      if (known) return known;
    }
    if (violatesUnique(err, "orders") && /cart_id/.test(sqlFailureIn(err)?.message ?? "")) {
      throw new AppError("cart_busy", "An order from this cart is under way or done.");
    }
    if (lacksStock(err)) return refuseForStock(placement);
    throw err;
  };

  return {
    replay,

    async place(placement: Placement): Promise<PlacementOutcome> {
      for (let tries = 1; ; tries += 1) {
        const row = draft(placement, clock.now());
        nameCall({ sagaId: row.id });
        try {
          const unpublished = await reserve(row, placement);
          return await settle(placement.request, settling.authorise(row, unpublished));
        } catch (err) {
          const taken = /orders\.number/.test(sqlFailureIn(err)?.message ?? "");
          if (!taken || tries === NUMBER_TRIES) return refusal(err, placement);
        }
      }
    },
  };
};
