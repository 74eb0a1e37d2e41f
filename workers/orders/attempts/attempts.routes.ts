import { principalOf, userIdOf } from "#kernel/actor";
import { keyedRequestOf, respondReplayable } from "#kernel/mutations/idempotency.http";
import type { App } from "#kernel/routes/app";
import { PRIVATE } from "#kernel/routes/etag";
import { orderTokenOf } from "#kernel/routes/order-token";
import { route } from "#kernel/routes/route";
import type { OrdersService } from "#orders/order/orders.service";
import { payOrder } from "./attempts.api";
import type { AttemptsService } from "./attempts.service";

interface Services {
  orders: OrdersService;
  attempts: AttemptsService;
}

/** Registers the route with which buyers pay a waiting order in another attempt. */
export const attemptRoutes = (app: App, { orders, attempts }: Services) => {
  route(app, payOrder, async (c) => {
    const { accessToken } = c.req.valid("query");
    const body = c.req.valid("json");
    const { actor } = c.var;
    const { id } = await orders.order(c.req.param("id"), actor, orderTokenOf(c, accessToken));
    const request = await keyedRequestOf(c, { principal: principalOf(actor) ?? id, body });
    const { method, token = null, returnUrl, save } = body;
    const input = { method, token, returnUrl, save, userId: userIdOf(actor) };
    const answer = await attempts.pay(id, input, request);
    const type = answer.status < 400 ? {} : { "Content-Type": "application/problem+json" };
    return respondReplayable({ ...answer, headers: { ...answer.headers, ...type } }, PRIVATE);
  });
};
