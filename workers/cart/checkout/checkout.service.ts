import type { CheckoutStore } from "#cart/checkout/checkout.store";
import {
  type Freeze,
  type FreezeService,
  type OwnFreeze,
  requireCart,
} from "#cart/checkout/freeze.service";
import { requireOwnPage, requireSavable, requireToken } from "#cart/checkout/payable.rules";
import { placementOf } from "#cart/checkout/placement.rules";
import { chosenCountry } from "#cart/pricing/pricing.rules";
import type { QuotesService } from "#cart/pricing/quotes.service";
import { unservedIn } from "#cart/pricing/served-countries.rules";
import type { StoredCart } from "#cart/stored-cart.rules";
import type { Cart, NewOrder } from "#contract/cart";
import type { OrdersRpc, PlacementOutcome } from "#contract/orders";
import type { CancelReason } from "#events/orders";
import type { User } from "#kernel/actor";
import { afterAnswer, currentTrace } from "#kernel/call";
import { AppError } from "#kernel/errors";
import { log } from "#kernel/log";
import type { KeyedRequest } from "#kernel/mutations/idempotency";
import type { HumanCheck, HumanProof } from "#kernel/vendors/turnstile.client";

interface Dependencies {
  store: CheckoutStore;
  quotes: QuotesService;
  orders: OrdersRpc;
  freezes: FreezeService;
  checkHuman: HumanCheck;
  /** Whether only accounts with a verified e-mail address may place orders. */
  verifiedBuyersOnly: boolean;
  /** The origins of the pages to which a bank may redirect buyers. */
  returnOrigins: ReadonlySet<string>;
  /** The page to which the bank sends a buyer back if the order names none. */
  storefrontUrl: string;
}

export interface Checkout {
  order: NewOrder;
  request: KeyedRequest;
  /** The account and session of the buyer; null for a guest. */
  buyer: Pick<User, "userId" | "sessionId"> | null;
  expectedVersion: number | undefined;
  human: Pick<HumanProof, "token" | "address">;
  /** The client's network; null if the client's IP address is unknown. */
  network: string | null;
}

const DECLINED: CancelReason = "payment_declined";

const isExpected = ({ totals }: Cart, { expectedTotal }: NewOrder) =>
  expectedTotal === undefined ||
  (expectedTotal.amount === totals.total.amount &&
    expectedTotal.currency === totals.total.currency);

/**
 * Places orders: freezes the cart, prices it and sends it to the orders Worker. A failure before the
 * cart is sent thaws it. After an unknown outcome the cart stays frozen until the client retries with the
 * same idempotency key or the freeze lapses.
 */
export const checkoutService = (deps: Dependencies) => {
  const { store, quotes, orders, checkHuman, verifiedBuyersOnly } = deps;
  const { returnOrigins, storefrontUrl } = deps;
  const { freezeCart, thaw, thawOnFailure, thawIfRefused } = deps.freezes;

  /**
   * Prices the cart and returns its placement. Fails if the cart is incomplete or its total differs from
   * the one that the shopper saw.
   */
  const price = async (cart: StoredCart, checkout: Checkout) => {
    const { order, request, buyer, expectedVersion, network } = checkout;
    const customerId = buyer?.userId ?? null;
    // Also for a repeated key, for which the script does not compare the version.
    if (expectedVersion !== undefined && expectedVersion !== cart.version)
      throw new AppError("precondition_failed");
    const inputs = await quotes.inputsFor(cart);
    const priced = quotes.price(cart, inputs);
    // The country is the cart's. The body names only the cart.
    const unserved = unservedIn(
      [{ country: priced.country, pointer: "/cartId" }],
      inputs.shop.countries,
    );
    if (unserved) throw unserved;
    requireToken(order, priced);
    const placement = placementOf(priced, inputs, {
      order,
      request,
      customerId,
      country: chosenCountry(cart),
      network,
      storefrontUrl,
    });
    if (!isExpected(priced, order)) {
      // The status that the cart has after the thaw.
      const extensions = { cart: { ...priced, status: "open" } };
      throw new AppError("total_changed", undefined, { extensions });
    }
    return placement;
  };

  const requireBuyer = ({ buyer }: Checkout, isVerified: boolean) => {
    if (!verifiedBuyersOnly || isVerified) return;
    throw new AppError(buyer ? "email_unverified" : "unauthenticated");
  };

  /**
   * Checks the buyer, and prices the cart during the human check. A request with a stored answer never comes
   * here, so it needs no token. Another retry passes with the token of the first request (see `repeatKeyOf`).
   */
  const admit = async ({ cart, isVerified }: OwnFreeze, checkout: Checkout) => {
    requireBuyer(checkout, isVerified);
    const { human, request } = checkout;
    // Waits for both, so that no call runs after the thaw. The error of the human check takes precedence.
    const [checked, priced] = await Promise.allSettled([
      checkHuman({ ...human, request }),
      price(cart, checkout),
    ]);
    if (checked.status === "rejected") throw checked.reason;
    if (priced.status === "rejected") throw priced.reason;
    return priced.value;
  };

  /**
   * Updates the cart to the outcome of its order. The cart of a confirmed order is completed by the order's
   * event instead: the buyer does not wait for the completion, and the queue delivers the event even if
   * this process dies. If the call to `awaitOrder` is lost, the cart thaws early, and orders refuse a second
   * order from it.
   */
  const updateCart = async (
    { cartId, digest, outcome: { state } }: Freeze,
    outcome: PlacementOutcome,
  ) => {
    const { orderId, cart, isDeclined, replayed } = outcome;
    // A cart that has thawed since the first request has counted the decline.
    const wasCounted = replayed && state === "again";
    if (cart === "open") await thaw({ cartId, digest }, { isDeclined: isDeclined && !wasCounted });
    else if (orderId !== null && cart === "placing") {
      const waiting = store.awaitOrder(cartId, { keyDigest: digest, orderId });
      afterAnswer(waiting.catch((err) => log.warn("cart.not_waiting", { error: err })));
    }
    return outcome;
  };

  return {
    /**
     * Places the order of a cart, or returns the stored answer of an earlier request under the same
     * idempotency key.
     */
    async place(checkout: Checkout): Promise<PlacementOutcome> {
      const { order, request } = checkout;
      requireOwnPage(order, returnOrigins);
      requireSavable(order, checkout.buyer?.userId ?? null);
      const freeze = await freezeCart({ cartId: order.cartId, ...checkout });
      if (freeze.mayHaveAnswer) {
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
      store.thawFromOrder(cartId, orderId, { isDeclined: reason === DECLINED }),
  };
};
export type CheckoutService = ReturnType<typeof checkoutService>;
