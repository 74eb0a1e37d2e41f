import type {
  Order,
  OrdersRpc,
  Placement,
  PlacementOutcome,
  ShippingRate,
  Terms,
} from "#contract/orders";
import { AppError, problemOf } from "#kernel/errors";
import { newId } from "#kernel/ids";
import type { KeyedRequest } from "#kernel/mutations/idempotency";
import { stubRpc } from "#kernel/testing";

export const STANDARD: ShippingRate = {
  id: "sho_standard",
  title: "Standard",
  amountMinor: 499,
  minSubtotalMinor: 0,
  maxSubtotalMinor: 5000,
};
export const FREE: ShippingRate = {
  id: "sho_free",
  title: "Free",
  amountMinor: 0,
  minSubtotalMinor: 5000,
  maxSubtotalMinor: null,
};

type Fate = "confirmed" | "declined" | "action";

/** What each fate makes of the order and of its cart. `action` asks the buyer to act at the bank. */
const FATES = {
  confirmed: { status: "confirmed", cart: "completed" },
  declined: { status: "cancelled", cart: "open" },
  action: { status: "payment_requested", cart: "placing" },
} as const;

const orderOf = (placement: Placement, status: Order["status"]): Order => {
  const { request, cartId, customerId, network, policies, payment, ...snapshot } = placement;
  const now = new Date().toISOString();
  return {
    id: newId("order"),
    number: "ORD-0000000001",
    status,
    paymentStatus: "pending",
    fulfillmentStatus: "unfulfilled",
    ...snapshot,
    payment: { id: newId("payment"), status: "pending", method: payment.method },
    shipments: [],
    refunds: [],
    returns: [],
    placedAt: now,
    updatedAt: now,
  };
};

const answerOf = (order: Order) => {
  if (order.status !== "cancelled") return { status: 201, body: JSON.stringify(order) };
  const { body, status } = problemOf(new AppError("payment_declined"), "req_test");
  return { status, body: JSON.stringify(body) };
};

/** Keeps one placement for each key, and one living order for each cart. */
const placementsInMemory = () => {
  /** The fates of the next placements. A placement without one is confirmed. */
  const fates: (Fate | Error)[] = [];
  const placements: Placement[] = [];
  const outcomes = new Map<string, { fingerprint: string; outcome: PlacementOutcome }>();
  const orders = new Map<string, { order: Order; cartId: string }>();
  const keyOf = ({ scope, key }: KeyedRequest) => `${scope} ${key}`;

  const replay = async (request: KeyedRequest) => {
    const stored = outcomes.get(keyOf(request));
    if (!stored) return null;
    if (stored.fingerprint !== request.fingerprint) throw new AppError("idempotency_key_reused");
    return { ...stored.outcome, replayed: true };
  };

  const isOrdered = (cartId: string) =>
    [...orders.values()].some((one) => one.cartId === cartId && one.order.status !== "cancelled");

  const decide = (placement: Placement): PlacementOutcome => {
    const fate = fates.shift() ?? "confirmed";
    if (fate instanceof Error) throw fate;
    const { status, cart } = FATES[fate];
    const order = orderOf(placement, status);
    orders.set(order.id, { order, cartId: placement.cartId });
    return { answer: answerOf(order), replayed: false, orderId: order.id, cart };
  };

  const place = async (placement: Placement) => {
    const earlier = await replay(placement.request);
    if (earlier) return earlier;
    if (isOrdered(placement.cartId)) throw new AppError("cart_busy");
    placements.push(placement);
    const outcome = decide(placement);
    const { fingerprint } = placement.request;
    outcomes.set(keyOf(placement.request), { fingerprint, outcome });
    return outcome;
  };

  const order = async (orderId: string) => orders.get(orderId)?.order ?? null;
  return { fates, placements, rpc: { replay, place, order } };
};

/** The orders Worker in memory, as far as the cart uses its contract. */
export const inMemoryOrders = () => {
  const { fates, placements, rpc } = placementsInMemory();
  const stock = new Map<string, number>();
  const rates: Record<string, ShippingRate[]> = { DE: [STANDARD, FREE] };
  const terms: Terms[] = [];
  /** Runs once, during the next pricing. */
  const next: { whilePricing?: () => unknown } = {};

  const levelOf = (variantId: string) => {
    const available = stock.get(variantId);
    return available === undefined
      ? []
      : [{ variantId, available, reserved: 0, sold: 0, version: 1 }];
  };

  return {
    rpc: stubRpc<OrdersRpc>("orders", {
      ...rpc,
      async terms({ variantIds, country }) {
        const { whilePricing } = next;
        delete next.whilePricing;
        await whilePricing?.();
        const shippingRates = rates[country] ?? [];
        const answer = { stock: variantIds.flatMap(levelOf), shippingRates, taxRatePpm: 190_000 };
        terms.push(answer);
        return answer;
      },
    }),
    stock,
    rates,
    terms,
    placements,
    /** Sets the fates of the next placements. */
    fated: (...coming: (Fate | Error)[]) => fates.push(...coming),
    next,
  };
};
