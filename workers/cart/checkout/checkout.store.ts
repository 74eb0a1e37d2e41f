import { type ScriptCall, scriptRunner, versionArg } from "#cart/scripts.store";
import { decodeCart, type StoredCart } from "#cart/stored-cart.rules";
import { appErrorIn } from "#kernel/errors";
import type { RedisClient } from "#kernel/vendors/redis.client";

/**
 * The outcome of an attempt to freeze a cart. If an earlier attempt had the same idempotency key, the
 * outcome is `held` while that attempt still freezes the cart, and `again` afterwards.
 */
export type FreezeOutcome =
  | { state: "frozen" | "again" | "held"; cart: StoredCart }
  | { state: "missing" | "busy" | "completed" }
  | { state: "paused"; leftSeconds: number };

interface FreezeRequest {
  keyDigest: string;
  expectedVersion?: number | undefined;
  /** The buyer's account; null for a guest. */
  userId?: string | null;
}

interface ThawOptions {
  /** Whether the payment was declined. Too many declines pause the cart. */
  isDeclined?: boolean;
}

/**
 * Freezes, thaws and completes carts in Redis while their orders are placed. Each method is one round trip.
 */
export const checkoutStore = (redis: RedisClient) => {
  const run = scriptRunner(redis);

  /** Runs a Lua script in Redis. Does nothing if the cart no longer exists. */
  const runIfExists = async (call: ScriptCall) => {
    try {
      await run(call);
    } catch (err) {
      if (appErrorIn(err)?.code !== "not_found") throw err;
    }
  };

  const thawIf = (
    cartId: string,
    [field, value]: ["placingKey" | "orderId", string],
    { isDeclined = false }: ThawOptions = {},
  ) => runIfExists({ script: "thaw", cartId, args: [field, value, isDeclined ? "declined" : ""] });

  return {
    /**
     * Freezes the cart for an order under this idempotency key.
     * @throws 401 `unauthenticated` for an erased account, 404 `not_found` for the cart of another one, 412
     * `precondition_failed`
     */
    async freeze(cartId: string, request: FreezeRequest): Promise<FreezeOutcome> {
      const { keyDigest, expectedVersion, userId } = request;
      const args = [keyDigest, versionArg(expectedVersion), userId ?? ""];
      const { code, value } = await run({ script: "freeze", cartId, args });
      if (code === "paused") return { state: code, leftSeconds: Number(value) };
      if (code === "missing" || code === "busy" || code === "completed") return { state: code };
      const state = code as "frozen" | "again" | "held";
      return { state, cart: decodeCart(cartId, value as string[]) };
    },

    /** Thaws the cart if it is frozen for this idempotency key, and counts a declined payment. */
    thaw: (cartId: string, keyDigest: string, options?: ThawOptions) =>
      thawIf(cartId, ["placingKey", keyDigest], options),

    /** Thaws the cart if it is frozen for this order, and counts a declined payment. */
    thawFromOrder: (cartId: string, orderId: string, options?: ThawOptions) =>
      thawIf(cartId, ["orderId", orderId], options),

    /**
     * Records the order that was placed under this idempotency key, so that the cart stays frozen until the
     * order's outcome.
     */
    awaitOrder: (cartId: string, { keyDigest, orderId }: { keyDigest: string; orderId: string }) =>
      runIfExists({ script: "awaitOrder", cartId, args: [keyDigest, orderId] }),

    /** Marks the cart as completed by its order. Units that were not bought stay in the cart. */
    complete(cartId: string, orderId: string, bought: { id: string; quantity: number }[]) {
      const lines = bought.flatMap(({ id, quantity }) => [id, String(quantity)]);
      return runIfExists({ script: "complete", cartId, args: [orderId, ...lines] });
    },
  };
};
export type CheckoutStore = ReturnType<typeof checkoutStore>;
