import { inventoryLow, type Placement, type PlacementOutcome } from "#contract/orders";
import { PAYMENT_METHODS } from "#contract/payments";
import { nameCall } from "#kernel/call";
import type { Clock } from "#kernel/clock";
import { AppError, appErrorIn, DependencyError } from "#kernel/errors";
import { newEvent } from "#kernel/events";
import { type Answer, type Idempotency, type KeyedRequest, keyWasUsed } from "#kernel/idempotency";
import { newId } from "#kernel/ids";
import { conflict } from "#kernel/retry-on-conflict";
import { sqlFailureIn, violatesCheck, violatesGuard, violatesUnique } from "#kernel/sql";
import type { GuestAccess } from "./access.rules";
import { demandOf } from "./demand.rules";
import {
  headersBy,
  type OrderLimits,
  refusalBy,
  requireOrderSize,
  type Tally,
  unitsOf,
} from "./limits.rules";
import type { LimitsStore } from "./limits.store";
import { answerNow, placedMove, problemAnswer } from "./moves";
import type { NetworkDigest } from "./network.rules";
import { newOrderNumber } from "./order-number.port";
import type { OrderRow, OrdersStore } from "./orders.store";
import type { Settled, SettlingService } from "./payment-progress.service";
import { CART_AFTER } from "./status.rules";
import type { StockStore } from "./stock.store";

const PLACE_TRIES = 5;
const METHODS: readonly string[] = PAYMENT_METHODS;

interface Tools {
  store: OrdersStore;
  counting: Pick<LimitsStore, "tallies">;
  limits: OrderLimits;
  networkDigest: NetworkDigest;
  stock: StockStore;
  idempotency: Idempotency;
  settling: SettlingService;
  access: GuestAccess;
  clock: Clock;
}

/** What the schema refused of a placement. */
const refusedBy = (err: unknown) => {
  const unique = (...names: string[]) => names.some((name) => violatesUnique(err, name));
  const text = sqlFailureIn(err)?.message ?? "";
  if (keyWasUsed(err) || (unique("orders") && text.includes("request_key"))) return "key";
  if (unique("orders") && text.includes("cart_id")) return "cart";
  if (unique("orders") && text.includes("number")) return "number";
  if (unique("erased_customers")) return "customer";
  if (violatesGuard(err)) return "guard";
  const lacksStock = violatesCheck(err, "stock_available") || text.includes("FOREIGN KEY");
  return lacksStock ? "stock" : undefined;
};

/** Whether a failure says by itself that the request may be repeated. */
const saysComeBack = (err: unknown) =>
  ["dependency_unavailable", "idempotency_in_flight"].includes(appErrorIn(err)?.code ?? "");

const draft = (placement: Placement, network: string | null, nowMs: number): OrderRow => {
  const { request, payment, totals, lines, discounts, policies } = placement;
  const { note, shippingAddress, billingAddress, shippingOption } = placement;
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
      note,
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
    network,
    units: unitsOf(placement),
    reservedUntil: null,
    unpaidSince: null,
    sequence: 2,
    createdAt: nowMs,
    updatedAt: nowMs,
  };
};

/** Places orders: one batch that holds the units, then the payment. Every answer can be had again. */
export const placingService = (tools: Tools) => {
  const { store, counting, limits, stock, idempotency, settling, access, clock } = tools;

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
  const storedAnswer = async (row: OrderRow, request: KeyedRequest): Promise<Answer> =>
    (await idempotency.find(request))?.answer ?? answerNow(row);

  /** The outcome is unknown, but a retry may go on at once. */
  const release = (request: KeyedRequest) => idempotency.release(request).catch(() => undefined);

  const settle = async (
    request: KeyedRequest,
    work: Promise<Settled>,
  ): Promise<PlacementOutcome> => {
    try {
      const { row, answer } = await work;
      return await outcome(row, answer ?? (await storedAnswer(row, request)), false);
    } catch (err) {
      await release(request);
      // The order is there: whatever the trouble is, it must not read as a refusal.
      throw saysComeBack(err) ? err : new DependencyError("payments", err);
    }
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
    return outcome(row, answerNow(row), true);
  };

  /** Which lines there is too little for, of variants that may not be sold without stock. */
  const lackingLines = async ({ lines, policies }: Placement) => {
    const demand = demandOf(lines);
    const levels = await stock.levels([...demand.keys()]);
    const availableOf = new Map(levels.map((level) => [level.variantId, level.available]));
    const enough = (variantId: string) =>
      policies[variantId] === "continue"
        ? availableOf.has(variantId)
        : (demand.get(variantId) ?? 0) <= (availableOf.get(variantId) ?? 0);
    return lines
      .filter(({ variantId }) => !enough(variantId))
      .map(({ id, variantId, title, sku, quantity }) => {
        const available = availableOf.get(variantId) ?? 0;
        return { lineId: id, variantId, title, sku, quantity, available };
      });
  };

  /** @returns undefined when the units are there again, or the key has been used meanwhile */
  const refuseForStock = async (placement: Placement): Promise<PlacementOutcome | undefined> => {
    const lines = await lackingLines(placement);
    if (lines.length === 0) return undefined;
    const answer = problemAnswer(
      new AppError("insufficient_stock", undefined, { extensions: { lines } }),
    );
    try {
      await store.refuse(placement.request, answer);
      return { answer, replayed: false, orderId: null, cart: "open" };
    } catch (err) {
      if (keyWasUsed(err)) return undefined;
      throw err;
    }
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
    const placed = await store.place(row, placement.request, move, low, nowMs);
    const unpublished = [...move.events.slice(0, 1), ...placed.low];
    return { unpublished, tallies: placed.tallies };
  };

  /** @throws 429 `rate_limited` when too much of the order's owners waits for its payment */
  const requirePlace = async (row: OrderRow) => {
    const refused = refusalBy(await counting.tallies(row), row.units ?? 0, limits);
    if (refused) throw refused;
  };

  /** The outcome of an order that was made now, with what its owners have left. */
  const counted = (made: PlacementOutcome, tallies: readonly Tally[]): PlacementOutcome => {
    const headers = headersBy(tallies, made.cart === "completed", limits);
    return headers
      ? { ...made, answer: { ...made.answer, headers: { ...made.answer.headers, ...headers } } }
      : made;
  };

  /** What the schema refused, in the shop's words; undefined when another try may fare better. */
  const refusal = async (err: unknown, row: OrderRow, placement: Placement) => {
    const refused = refusedBy(err);
    switch (refused) {
      case "key":
      case "cart": {
        const known = await replay(placement.request);
        if (known || refused === "key") return known ?? undefined;
        throw new AppError("cart_busy", "An order from this cart is under way or done.");
      }
      case "number":
        return undefined;
      case "customer":
        throw new AppError("unauthenticated");
      case "guard":
        await requirePlace(row);
        return refuseForStock(placement);
      case "stock":
        return refuseForStock(placement);
      default:
        await release(placement.request);
        throw err;
    }
  };

  const attempt = async (row: OrderRow, placement: Placement) => {
    nameCall({ sagaId: row.id });
    let placed: Awaited<ReturnType<typeof reserve>>;
    try {
      placed = await reserve(row, placement);
    } catch (err) {
      return refusal(err, row, placement);
    }
    const { unpublished, tallies } = placed;
    const made = await settle(placement.request, settling.authorise(row, unpublished));
    return counted(made, tallies);
  };

  return {
    replay,

    async place(placement: Placement): Promise<PlacementOutcome> {
      if (!METHODS.includes(placement.payment.method)) throw new AppError("payment_method_unknown");
      requireOrderSize(unitsOf(placement), limits);
      const network = await tools.networkDigest(placement.network);
      for (let tries = 1; tries <= PLACE_TRIES; tries += 1) {
        const placed = await attempt(draft(placement, network, clock.now()), placement);
        if (placed) return placed;
      }
      throw conflict("The stock has changed again and again; please try again.");
    },
  };
};
