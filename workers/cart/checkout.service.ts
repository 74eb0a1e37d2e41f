import type { Cart, NewOrder } from "#contract/cart";
import type { OrdersRpc, PlacementOutcome } from "#contract/orders";
import type { Standing, UsersRpc } from "#contract/users";
import type { User } from "#kernel/actor";
import { afterAnswer, currentTrace } from "#kernel/call";
import { AppError, appErrorIn, PROBLEMS } from "#kernel/errors";
import type { KeyedRequest } from "#kernel/idempotency";
import { log } from "#kernel/log";
import type { HumanCheck, HumanProof } from "#kernel/turnstile.client";
import type { CartStore, Frozen } from "./carts.store";
import { keyDigest } from "./mutation.rules";
import { requireOffered, requireToken } from "./payable.rules";
import { placementOf } from "./placement.rules";
import type { QuotesService } from "./quotes.service";
import type { StoredCart } from "./stored-cart.rules";

interface Tools {
  store: CartStore;
  quotes: QuotesService;
  orders: OrdersRpc;
  users: Pick<UsersRpc, "standing">;
  checkHuman: HumanCheck;
  /** Whether only accounts with a proved address may place orders. */
  provedBuyersOnly: boolean;
  /** The origins of pages that buyers may come back to from their bank. */
  returnOrigins: ReadonlySet<string>;
}

export interface Checkout {
  order: NewOrder;
  request: KeyedRequest;
  /** Null for a guest. */
  buyer: Pick<User, "userId" | "sessionId"> | null;
  expectedVersion: number | undefined;
  human: Pick<HumanProof, "token" | "address">;
  /** Null where the client's address is unknown. */
  network: string | null;
}

const REFUSALS = {
  missing: "not_found",
  busy: "cart_busy",
  completed: "cart_completed",
} as const;

/** Refuses a placement that found the cart in this state and whose key has no answer. */
const refuse = (found: Exclude<Frozen, { cart: StoredCart }>): never => {
  if (found.state !== "paused") throw new AppError(REFUSALS[found.state]);
  throw new AppError("rate_limited", "Too many payments of this cart were declined.", {
    headers: { "Retry-After": String(found.leftSeconds) },
  });
};

const DECLINED = PROBLEMS.payment_declined[0];

/** Whether a step has surely failed: nothing of it goes on elsewhere, nor has it left an order. */
const cameToNothing = (err: unknown) => {
  const code = appErrorIn(err)?.code;
  return code !== undefined && PROBLEMS[code][0] < 500 && code !== "idempotency_in_flight";
};

const ENDED: Standing = { live: false, proved: false };
/** A guest has no session that could have ended. */
const GUEST_STANDING: Standing = { live: true, proved: false };

const isExpected = ({ totals }: Cart, { expectedTotal }: NewOrder) =>
  expectedTotal === undefined ||
  (expectedTotal.amount === totals.total.amount &&
    expectedTotal.currency === totals.total.currency);

/**
 * Placing an order, up to where the orders take over: freeze the cart, price it, hand it on. What
 * fails before that opens the cart again; what has an unknown outcome leaves it frozen, for the same
 * key to go on with, or for time to open.
 */
export const checkoutService = (tools: Tools) => {
  const { store, quotes, orders, users, checkHuman, provedBuyersOnly, returnOrigins } = tools;

  const logged = (event: string, work: Promise<unknown>) =>
    work.catch((err) => log.warn(event, { error: err }));

  const thaw = (cartId: string, digest: string, declined = false) =>
    logged("cart.not_thawed", store.thaw(cartId, digest, declined));

  /** Runs a step of a placement that holds the cart, and lets go of it when the step failed for good. */
  const orThaw = async <T>(
    { cartId, digest }: { cartId: string; digest: string },
    isOver: (err: unknown) => boolean,
    step: Promise<T>,
  ): Promise<T> => {
    try {
      return await step;
    } catch (err) {
      if (isOver(err)) await thaw(cartId, digest);
      throw err;
    }
  };

  /**
   * What the orders made of it decides what becomes of the cart. A confirmed order completes it by its
   * event: the buyer does not wait for that, and the queue brings it even when this process dies.
   */
  const settle = async (cartId: string, digest: string, outcome: PlacementOutcome) => {
    const { orderId, cart, answer } = outcome;
    if (cart === "open") await thaw(cartId, digest, answer.status === DECLINED);
    else if (orderId !== null && cart === "placing")
      afterAnswer(logged("cart.not_waiting", store.awaitOrder(cartId, digest, orderId)));
    return outcome;
  };

  /**
   * Freezes the cart of a buyer whose session goes on. A token alone may be minutes older than that, so
   * the session is asked about, at the same time: it costs no round trip, and no kept answer is given to
   * a session that has ended.
   */
  const freeze = async ({ order, expectedVersion, buyer }: Checkout, digest: string) => {
    const { cartId } = order;
    const [frozen, asked] = await Promise.allSettled([
      store.freeze(cartId, digest, expectedVersion, buyer?.userId ?? null),
      buyer && users.standing(buyer.userId, buyer.sessionId, currentTrace()),
    ]);
    if (frozen.status === "rejected") throw frozen.reason;
    const standing = asked.status === "fulfilled" ? (asked.value ?? GUEST_STANDING) : ENDED;
    if (standing.live) return { frozen: frozen.value, proved: standing.proved };
    const { state } = frozen.value;
    if (state === "frozen" || state === "again") await thaw(cartId, digest);
    throw asked.status === "rejected" ? asked.reason : new AppError("unauthenticated");
  };

  const requireProved = ({ buyer }: Checkout, proved: boolean) => {
    if (!provedBuyersOnly || proved) return;
    throw new AppError(buyer ? "email_unverified" : "unauthenticated");
  };

  const prepare = async (cart: StoredCart, checkout: Checkout) => {
    const { order, request, buyer, expectedVersion, network } = checkout;
    const customerId = buyer?.userId ?? null;
    if (expectedVersion !== undefined && expectedVersion !== cart.version)
      throw new AppError("precondition_failed");
    const materials = await quotes.materialsFor(cart);
    const priced = quotes.price(cart, materials);
    requireToken(order, priced);
    const placement = placementOf(priced, materials, { order, request, customerId, network });
    if (!isExpected(priced, order)) {
      const extensions = { cart: { ...priced, status: "open" } };
      throw new AppError("total_changed", undefined, { extensions });
    }
    return placement;
  };

  /**
   * Prepares the placement and checks that a person asks for it, at the same time. Whoever repeats a request
   * that has an answer does not come here, because the token was spent by the first one.
   */
  const admitted = async (cart: StoredCart, checkout: Checkout, proved: boolean) => {
    requireProved(checkout, proved);
    const { human, request } = checkout;
    const [checked, prepared] = await Promise.allSettled([
      checkHuman({ ...human, request }),
      prepare(cart, checkout),
    ]);
    if (checked.status === "rejected") throw checked.reason;
    if (prepared.status === "rejected") throw prepared.reason;
    return prepared.value;
  };

  return {
    async place(checkout: Checkout): Promise<PlacementOutcome> {
      const { order, request } = checkout;
      requireOffered(order, returnOrigins);
      const held = { cartId: order.cartId, digest: await keyDigest(request) };
      const { cartId, digest } = held;
      const { frozen, proved } = await freeze(checkout, digest);
      if (frozen.state !== "frozen") {
        const isOver = (err: unknown) => frozen.state === "again" && cameToNothing(err);
        const known = await orThaw(held, isOver, orders.replay(request, currentTrace()));
        if (known) return settle(cartId, digest, known);
      }
      if (!("cart" in frozen)) return refuse(frozen);
      const admission = admitted(frozen.cart, checkout, proved);
      const placement = await orThaw(held, () => true, admission);
      const placed = orders.place(placement, currentTrace());
      return settle(cartId, digest, await orThaw(held, cameToNothing, placed));
    },

    /** The event may come twice, and after the placement has said the same. */
    async confirmed(orderId: string, cartId: string) {
      const order = await orders.order(orderId, currentTrace());
      await store.complete(cartId, orderId, order?.lines ?? []);
    },

    cancelled: (orderId: string, cartId: string, reason: string) =>
      store.thawFromOrder(cartId, orderId, reason === "payment_declined"),
  };
};
export type CheckoutService = ReturnType<typeof checkoutService>;
