import type { Cart, NewOrder } from "#contract/cart";
import type { OrdersRpc, PlacementOutcome } from "#contract/orders";
import type { Standing, UsersRpc } from "#contract/users";
import type { User } from "#kernel/actor";
import { afterAnswer, currentTrace } from "#kernel/call";
import { AppError, appErrorIn, PROBLEMS } from "#kernel/errors";
import type { KeyedRequest } from "#kernel/idempotency";
import { log } from "#kernel/log";
import type { HumanCheck, HumanProof } from "#kernel/turnstile.client";
import type { CheckoutStore, FreezeOutcome } from "./checkout.store";
import { keyDigest } from "./mutation.rules";
import { requireOffered, requireToken } from "./payable.rules";
import { placementOf } from "./placement.rules";
import type { QuotesService } from "./quotes.service";
import type { StoredCart } from "./stored-cart.rules";

interface Dependencies {
  store: CheckoutStore;
  quotes: QuotesService;
  orders: OrdersRpc;
  users: Pick<UsersRpc, "standing">;
  checkHuman: HumanCheck;
  /** Whether only accounts with a verified address may place orders. */
  provedBuyersOnly: boolean;
  /** The origins of the pages to which a bank may redirect buyers. */
  returnOrigins: ReadonlySet<string>;
}

export interface Checkout {
  order: NewOrder;
  request: KeyedRequest;
  /** Null for a guest. */
  buyer: Pick<User, "userId" | "sessionId"> | null;
  expectedVersion: number | undefined;
  human: Pick<HumanProof, "token" | "address">;
  /** Null if the client's address is unknown. */
  network: string | null;
}

/** The key under which a request freezes its cart. */
interface FreezeKey {
  cartId: string;
  digest: string;
}

interface Freeze extends FreezeKey {
  outcome: FreezeOutcome;
  /** Whether no earlier request had this key. */
  isFirstAttempt: boolean;
  /** Whether this request thaws the cart when it fails; false while an earlier request may still run. */
  isOwn: boolean;
  isProved: boolean;
}

type OwnFreeze = Freeze & { cart: StoredCart; isOwn: true };

/** What each state of a freeze means for this request. */
const FREEZES: Record<FreezeOutcome["state"], Pick<Freeze, "isFirstAttempt" | "isOwn">> = {
  frozen: { isFirstAttempt: true, isOwn: true },
  again: { isFirstAttempt: false, isOwn: true },
  held: { isFirstAttempt: false, isOwn: false },
  missing: { isFirstAttempt: false, isOwn: false },
  busy: { isFirstAttempt: false, isOwn: false },
  completed: { isFirstAttempt: false, isOwn: false },
  paused: { isFirstAttempt: false, isOwn: false },
};

const REFUSALS = {
  missing: "not_found",
  busy: "cart_busy",
  completed: "cart_completed",
} as const;

const refusalOf = (outcome: Exclude<FreezeOutcome, { cart: StoredCart }>) =>
  outcome.state === "paused"
    ? new AppError("rate_limited", "Too many payments of this cart were declined.", {
        headers: { "Retry-After": String(outcome.leftSeconds) },
      })
    : new AppError(REFUSALS[outcome.state]);

/** Returns the cart of a request that may place it, because no request under its key has an answer. */
const requireCart = (freeze: Freeze): OwnFreeze => {
  if (!("cart" in freeze.outcome)) throw refusalOf(freeze.outcome);
  return { ...freeze, cart: freeze.outcome.cart, isOwn: true };
};

/** Returns whether a step has failed for good: it left no order, and no earlier request still runs. */
const isFinal = (err: unknown) => {
  const code = appErrorIn(err)?.code;
  return code !== undefined && PROBLEMS[code][0] < 500 && code !== "idempotency_in_flight";
};

const DECLINED_STATUS = PROBLEMS.payment_declined[0];

const ENDED: Standing = { live: false, proved: false };
/** A guest has no session that could end. */
const GUEST_STANDING: Standing = { live: true, proved: false };

const isExpected = ({ totals }: Cart, { expectedTotal }: NewOrder) =>
  expectedTotal === undefined ||
  (expectedTotal.amount === totals.total.amount &&
    expectedTotal.currency === totals.total.currency);

const logged = (event: string, work: Promise<unknown>) =>
  work.catch((err) => log.warn(event, { error: err }));

/**
 * Places orders: freezes the cart, prices it and passes it on to the orders Worker. A failure before that
 * thaws the cart. After an unknown outcome the cart stays frozen until the same key is retried or the
 * freeze lapses.
 */
export const checkoutService = (deps: Dependencies) => {
  const { store, quotes, orders, users, checkHuman, provedBuyersOnly, returnOrigins } = deps;

  const thaw = ({ cartId, digest }: FreezeKey, options?: { isDeclined: boolean }) =>
    logged("cart.not_thawed", store.thaw(cartId, digest, options));

  const thawWhen = async <T>(
    isOver: (err: unknown) => boolean,
    key: FreezeKey,
    step: () => Promise<T>,
  ): Promise<T> => {
    try {
      return await step();
    } catch (err) {
      if (isOver(err)) await thaw(key);
      throw err;
    }
  };

  /** Runs a step before the order exists. Thaws the cart on any failure. */
  const thawOnFailure = <T>(freeze: OwnFreeze, step: () => Promise<T>) =>
    thawWhen(() => true, freeze, step);

  /** Runs a step that may create the order. Thaws the cart only if the step was refused for good. */
  const thawIfRefused = <T>(freeze: Freeze, step: () => Promise<T>) =>
    thawWhen((err) => freeze.isOwn && isFinal(err), freeze, step);

  /**
   * Freezes the cart of a buyer with an active session. The access token may be minutes older than the
   * session's end, so users are asked in parallel; an ended session gets no stored answer either.
   */
  const freezeCart = async ({ order, request, expectedVersion, buyer }: Checkout) => {
    const key: FreezeKey = { cartId: order.cartId, digest: await keyDigest(request) };
    const [frozen, checked] = await Promise.allSettled([
      store.freeze(key.cartId, {
        keyDigest: key.digest,
        expectedVersion,
        userId: buyer?.userId ?? null,
      }),
      buyer && users.standing(buyer.userId, buyer.sessionId, currentTrace()),
    ]);
    if (frozen.status === "rejected") throw frozen.reason;
    const outcome = frozen.value;
    const standing = checked.status === "fulfilled" ? (checked.value ?? GUEST_STANDING) : ENDED;
    const freeze: Freeze = {
      ...key,
      outcome,
      ...FREEZES[outcome.state],
      isProved: standing.proved,
    };
    if (standing.live) return freeze;
    if (freeze.isOwn) await thaw(freeze);
    throw checked.status === "rejected" ? checked.reason : new AppError("unauthenticated");
  };

  /** Prices the cart and returns its placement, if it is complete and costs what the shopper saw. */
  const price = async (cart: StoredCart, checkout: Checkout) => {
    const { order, request, buyer, expectedVersion, network } = checkout;
    const customerId = buyer?.userId ?? null;
    if (expectedVersion !== undefined && expectedVersion !== cart.version)
      throw new AppError("precondition_failed");
    const inputs = await quotes.inputsFor(cart);
    const priced = quotes.price(cart, inputs);
    requireToken(order, priced);
    const placement = placementOf(priced, inputs, { order, request, customerId, network });
    if (!isExpected(priced, order)) {
      const extensions = { cart: { ...priced, status: "open" } };
      throw new AppError("total_changed", undefined, { extensions });
    }
    return placement;
  };

  const requireBuyer = ({ buyer }: Checkout, isProved: boolean) => {
    if (!provedBuyersOnly || isProved) return;
    throw new AppError(buyer ? "email_unverified" : "unauthenticated");
  };

  /**
   * Checks the buyer, and prices the cart during the human check. Replays skip the human check, because
   * the first request has spent its token.
   */
  const admit = async ({ cart, isProved }: OwnFreeze, checkout: Checkout) => {
    requireBuyer(checkout, isProved);
    const { human, request } = checkout;
    const [checked, priced] = await Promise.allSettled([
      checkHuman({ ...human, request }),
      price(cart, checkout),
    ]);
    if (checked.status === "rejected") throw checked.reason;
    if (priced.status === "rejected") throw priced.reason;
    return priced.value;
  };

  /**
   * Updates the cart to the outcome of its order. An event completes the cart of a confirmed order: the
   * buyer does not wait for it, and the queue delivers it even if this process dies.
   */
  const updateCart = async ({ cartId, digest }: FreezeKey, outcome: PlacementOutcome) => {
    const { orderId, cart, answer } = outcome;
    if (cart === "open")
      await thaw({ cartId, digest }, { isDeclined: answer.status === DECLINED_STATUS });
    else if (orderId !== null && cart === "placing") {
      const waiting = store.awaitOrder(cartId, { keyDigest: digest, orderId });
      afterAnswer(logged("cart.not_waiting", waiting));
    }
    return outcome;
  };

  return {
    /** Places the order of a cart, or returns the stored answer of an earlier request under the same key. */
    async place(checkout: Checkout): Promise<PlacementOutcome> {
      const { order, request } = checkout;
      requireOffered(order, returnOrigins);
      const freeze = await freezeCart(checkout);
      if (!freeze.isFirstAttempt) {
        const replay = () => orders.replay(request, currentTrace());
        const earlier = await thawIfRefused(freeze, replay);
        if (earlier) return updateCart(freeze, earlier);
      }
      const own = requireCart(freeze);
      const placement = await thawOnFailure(own, () => admit(own, checkout));
      const outcome = await thawIfRefused(own, () => orders.place(placement, currentTrace()));
      return updateCart(own, outcome);
    },

    /** Completes the cart of a confirmed order. Safe to repeat. */
    async confirmed(orderId: string, cartId: string) {
      const order = await orders.order(orderId, currentTrace());
      await store.complete(cartId, orderId, order?.lines ?? []);
    },

    /** Thaws the cart of a cancelled order, and counts a declined payment. Safe to repeat. */
    cancelled: ({ orderId, cartId, reason }: Record<"orderId" | "cartId" | "reason", string>) =>
      store.thawFromOrder(cartId, orderId, { isDeclined: reason === "payment_declined" }),
  };
};
export type CheckoutService = ReturnType<typeof checkoutService>;
