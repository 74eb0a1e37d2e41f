import { placeOrder } from "#cart/checkout/checkout.api";
import type { CheckoutService } from "#cart/checkout/checkout.service";
import { expectedVersionIn } from "#cart/request.http";
import type { PlacementOutcome } from "#contract/orders";
import { type addressBy, clientNetwork } from "#kernel/client-address";
import { requireKeyedRequestOf } from "#kernel/mutations/idempotency.http";
import type { App } from "#kernel/routes/app";
import { entityTag } from "#kernel/routes/etag";
import { route } from "#kernel/routes/route";
import { TURNSTILE_HEADER } from "#kernel/vendors/turnstile.client";

interface Services {
  checkout: CheckoutService;
  /** Returns the client's IP address from the header that the edge sets. */
  addressIn: ReturnType<typeof addressBy>;
}

const headersOf = async ({ answer, orderId, replayed }: PlacementOutcome) => {
  const isPlaced = answer.status < 400;
  return {
    "Content-Type": isPlaced ? "application/json" : "application/problem+json",
    ...(isPlaced ? { ETag: await entityTag(answer.body) } : {}),
    ...(isPlaced && orderId !== null ? { Location: `/v1/orders/${orderId}` } : {}),
    ...answer.headers,
    ...(replayed ? { "Idempotent-Replayed": "true" } : {}),
  };
};

/**
 * Registers the route that places an order. The cart Worker owns it, because an order begins with its cart.
 */
export const checkoutRoutes = (app: App, { checkout, addressIn }: Services) => {
  route(app, placeOrder, async (c) => {
    const order = c.req.valid("json");
    const { actor } = c.var;
    const buyer = actor.kind === "user" ? actor : null;
    const principal = buyer?.userId ?? order.cartId;
    const request = await requireKeyedRequestOf(c, { principal, body: order });
    const address = addressIn(c.req.raw.headers);
    const outcome = await checkout.place({
      order,
      request,
      buyer,
      expectedVersion: expectedVersionIn(c),
      network: clientNetwork(address) ?? null,
      human: { token: c.req.header(TURNSTILE_HEADER), address },
    });
    const { status, body: text } = outcome.answer;
    return new Response(text, { status, headers: await headersOf(outcome) });
  });
};
