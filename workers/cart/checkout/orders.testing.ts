import { returnsInMemory } from "#cart/past-orders/returns.testing";
import type { Order, OrdersRpc, Placement, PlacementOutcome } from "#contract/orders";
import { AppError, problemOf } from "#kernel/errors";
import { newId } from "#kernel/ids";
import { money } from "#kernel/money";
import type { KeyedRequest } from "#kernel/mutations/idempotency";
import { stubRpc } from "#kernel/testing";
import type { ScriptedOutcome } from "#orders/contract.testing";
import type { PricingTerms, ShippingRate } from "#orders/terms.contract";
import { GERMANY, sellable } from "#orders/terms.testing";

/** The states of order and cart for each outcome with an order. */
const OUTCOMES = {
  confirmed: { status: "confirmed", cart: "completed", isDeclined: false },
  declined: { status: "cancelled", cart: "open", isDeclined: true },
  expired: { status: "cancelled", cart: "open", isDeclined: false },
  action: { status: "payment_requested", cart: "placing", isDeclined: false },
} as const;

/** An outcome of the orders contract, or that of an order that expires before its payment is known. */
type CartOutcome = ScriptedOutcome | "expired";

const AT_THE_BANK = { type: "redirect", url: "https://bank.test" } as const;

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
    payment: {
      id: newId("payment"),
      status: "pending",
      method: payment.method,
      ...(status === "payment_requested" ? { nextAction: AT_THE_BANK } : {}),
    },
    amountDue: money(0, snapshot.currency),
    shipments: [],
    refunds: [],
    returns: [],
    placedAt: now,
    updatedAt: now,
  };
};

const problemAnswer = (problem: AppError) => {
  const { body, status } = problemOf(problem, "req_test");
  return { status, body: JSON.stringify(body) };
};

const answerOf = (order: Order, { customerId }: Placement) => {
  if (order.status === "cancelled") {
    const extensions = { orderId: order.id };
    return problemAnswer(new AppError("payment_declined", undefined, { extensions }));
  }
  const access = customerId === null ? { accessToken: `token of ${order.id}` } : {};
  return { status: 201, body: JSON.stringify({ ...order, ...access }) };
};

const unavailable = (): PlacementOutcome => ({
  answer: problemAnswer(new AppError("insufficient_stock")),
  replayed: false,
  orderId: null,
  cart: "open",
  isDeclined: false,
});

/** Keeps one placement per idempotency key, and one active order per cart. */
const placementsInMemory = () => {
  /** The outcomes of the next orders. An order without a set outcome is confirmed. */
  const upcoming: (CartOutcome | Error)[] = [];
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
    const next = upcoming.shift() ?? "confirmed";
    if (next instanceof Error) throw next;
    if (next === "unavailable") return unavailable();
    const { status, ...state } = OUTCOMES[next];
    const order = orderOf(placement, status);
    orders.set(order.id, { order, cartId: placement.cartId });
    const answer = answerOf(order, placement);
    return { answer, replayed: false, orderId: order.id, ...state };
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

  /** Every guest's token begins with the same words; see `answerOf`. */
  const claims = new Map<string, string>();
  const ownerOf = (orderId: string) =>
    claims.get(orderId) ??
    placements.find(({ cartId }) => cartId === orders.get(orderId)?.cartId)?.customerId ??
    null;
  const opens = (orderId: string, token: string | null | undefined) =>
    ownerOf(orderId) === null && token === `token of ${orderId}`;

  const readableOrder: OrdersRpc["readableOrder"] = async ({ orderId, actor, accessToken }) => {
    const isOwner = actor.kind === "user" && actor.userId === ownerOf(orderId);
    return isOwner || opens(orderId, accessToken) ? (orders.get(orderId)?.order ?? null) : null;
  };

  const claim: OrdersRpc["claim"] = async ({ orderId, userId, verifiedEmail, accessToken }) => {
    const known = orders.get(orderId)?.order;
    const isFree = known && ownerOf(orderId) === null;
    const mayClaim = isFree && (known.email === verifiedEmail || opens(orderId, accessToken));
    if (!known || !(mayClaim || ownerOf(orderId) === userId)) throw new AppError("not_found");
    claims.set(orderId, userId);
    return known;
  };

  const order = async (orderId: string) => orders.get(orderId)?.order ?? null;
  return { upcoming, placements, rpc: { replay, place, order, readableOrder, claim } };
};

/** The orders Worker in memory, with the methods that the cart uses. */
export const inMemoryOrders = () => {
  const { upcoming, placements, rpc } = placementsInMemory();
  const returns = returnsInMemory(rpc.readableOrder);
  const stock = new Map<string, number>();
  const rates: Record<string, ShippingRate[]> = { DE: GERMANY.shippingRates };
  const terms: PricingTerms[] = [];
  /** A function that runs once, during the next pricing. */
  const next: { whilePricing?: () => unknown } = {};

  const levelOf = (variantId: string) => {
    const available = stock.get(variantId);
    return available === undefined ? [] : [sellable(variantId, available)];
  };

  return {
    rpc: stubRpc<OrdersRpc>("orders", {
      ...rpc,
      ...returns.rpc,
      async terms({ variantIds, country }) {
        const { whilePricing } = next;
        delete next.whilePricing;
        await whilePricing?.();
        const shippingRates = rates[country] ?? [];
        const { taxRatePpm, locations } = GERMANY;
        const answer = { stock: variantIds.flatMap(levelOf), locations, shippingRates, taxRatePpm };
        terms.push(answer);
        return answer;
      },
    }),
    stock,
    rates,
    terms,
    placements,
    returns: returns.requests,
    /** Sets the outcomes of the next orders. */
    setOutcomes: (...coming: (CartOutcome | Error)[]) => upcoming.push(...coming),
    next,
  };
};
