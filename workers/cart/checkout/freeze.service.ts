import type { CheckoutStore, FreezeOutcome } from "#cart/checkout/checkout.store";
import { keyDigest } from "#cart/mutation.rules";
import type { StoredCart } from "#cart/stored-cart.rules";
import type { SessionState, UsersRpc } from "#contract/users";
import type { User } from "#kernel/actor";
import { currentTrace } from "#kernel/call";
import { AppError, appErrorIn, PROBLEMS } from "#kernel/errors";
import { log } from "#kernel/log";
import type { KeyedRequest } from "#kernel/mutations/idempotency";

interface Dependencies {
  store: CheckoutStore;
  users: Pick<UsersRpc, "sessionState">;
}

interface FreezeRequest {
  cartId: string;
  request: KeyedRequest;
  /** The account and session of the buyer; null for a guest. */
  buyer: Pick<User, "userId" | "sessionId"> | null;
  expectedVersion: number | undefined;
}

/** A cart, and the digest of the idempotency key under which a request freezes it. */
export interface FreezeKey {
  cartId: string;
  digest: string;
}

export interface Freeze extends FreezeKey {
  outcome: FreezeOutcome;
  /** Whether the orders Worker may have a stored answer of an earlier request with this idempotency key. */
  mayHaveAnswer: boolean;
  /**
   * Whether the request thaws the cart if its session has ended or its replay is refused. False for `held`:
   * that may concern only this request, while the earlier one still needs the freeze.
   */
  isOwn: boolean;
  isVerified: boolean;
}

export type OwnFreeze = Freeze & { cart: StoredCart; isOwn: true };

/**
 * The consequences of each outcome of freezing the cart. A cart forgets all but its last eight keys, and all
 * keys once it is completed or deleted. So a request that cannot freeze the cart may still have a stored
 * answer. A forgotten key that freezes an open cart is `frozen` like a new one; the guard `key_used` of the
 * orders Worker then finds its order.
 */
const FREEZES: Record<FreezeOutcome["state"], Pick<Freeze, "mayHaveAnswer" | "isOwn">> = {
  frozen: { mayHaveAnswer: false, isOwn: true },
  again: { mayHaveAnswer: true, isOwn: true },
  held: { mayHaveAnswer: true, isOwn: false },
  missing: { mayHaveAnswer: true, isOwn: false },
  busy: { mayHaveAnswer: true, isOwn: false },
  completed: { mayHaveAnswer: true, isOwn: false },
  paused: { mayHaveAnswer: true, isOwn: false },
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

/**
 * Returns the frozen cart of a request that may place an order. From here on the request thaws the cart when
 * it fails, even beside an earlier request that still runs: the orders Worker has no answer under its key, and
 * accepts one order of a cart.
 * @throws the refusal of a cart that could not be frozen
 */
export const requireCart = (freeze: Freeze): OwnFreeze => {
  if (!("cart" in freeze.outcome)) throw refusalOf(freeze.outcome);
  return { ...freeze, cart: freeze.outcome.cart, isOwn: true };
};

/**
 * Returns whether an error is final: this request has made no order, and no earlier request under the same
 * key still runs.
 */
const isFinalError = (err: unknown) => {
  const code = appErrorIn(err)?.code;
  return code !== undefined && PROBLEMS[code][0] < 500 && code !== "idempotency_in_flight";
};

const ENDED: SessionState = { isActive: false, isVerified: false };
/** Guests are always active, because they have no session. */
const GUEST_SESSION: SessionState = { isActive: true, isVerified: false };

/** Freezes carts for orders, and thaws them when an order fails. */
export const freezeService = ({ store, users }: Dependencies) => {
  /** Thaws the cart. Only logs a failure, because the freeze lapses by itself. */
  const thaw = ({ cartId, digest }: FreezeKey, options?: { isDeclined: boolean }) =>
    store.thaw(cartId, digest, options).catch((err) => log.warn("cart.not_thawed", { error: err }));

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

  /** Runs a step that may create the order. Thaws the cart only if the step's error is final. */
  const thawIfRefused = <T>(freeze: Freeze, step: () => Promise<T>) =>
    thawWhen((err) => freeze.isOwn && isFinalError(err), freeze, step);

  /**
   * Freezes the cart of a buyer with an active session. The access token may be minutes older than the
   * session's end, so the users Worker checks the session in parallel. A request of an ended session gets
   * no stored answer either.
   */
  const freezeCart = async ({ cartId, request, expectedVersion, buyer }: FreezeRequest) => {
    const key: FreezeKey = { cartId, digest: await keyDigest(request) };
    const [frozen, checked] = await Promise.allSettled([
      store.freeze(cartId, {
        keyDigest: key.digest,
        expectedVersion,
        userId: buyer?.userId ?? null,
      }),
      buyer && users.sessionState(buyer.userId, buyer.sessionId, currentTrace()),
    ]);
    if (frozen.status === "rejected") throw frozen.reason;
    const outcome = frozen.value;
    const sessionState = checked.status === "fulfilled" ? (checked.value ?? GUEST_SESSION) : ENDED;
    const freeze: Freeze = {
      ...key,
      outcome,
      ...FREEZES[outcome.state],
      isVerified: sessionState.isVerified,
    };
    if (sessionState.isActive) return freeze;
    if (freeze.isOwn) await thaw(freeze);
    throw checked.status === "rejected" ? checked.reason : new AppError("unauthenticated");
  };

  return { freezeCart, thaw, thawOnFailure, thawIfRefused };
};
export type FreezeService = ReturnType<typeof freezeService>;
