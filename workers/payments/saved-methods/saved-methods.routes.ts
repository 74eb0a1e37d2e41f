import { requireUser } from "#kernel/actor";
import { AppError } from "#kernel/errors";
import type { App } from "#kernel/routes/app";
import { privateJson } from "#kernel/routes/etag";
import { route } from "#kernel/routes/route";
import type { CustomersService } from "./customers.service";
import { listPaymentMethods, removePaymentMethod } from "./saved-methods.api";

/** Registers the routes /v1/me/payment-methods, which list and remove cards of the signed-in account. */
export const savedMethodRoutes = (app: App, customers: CustomersService) => {
  route(app, listPaymentMethods, async (c) => {
    const { userId } = requireUser(c.var.actor);
    return privateJson(c, { data: await customers.methodsOf(userId) });
  });

  route(app, removePaymentMethod, async (c) => {
    const { userId } = requireUser(c.var.actor);
    if (!(await customers.removeMethod(userId, c.req.param("id")))) throw new AppError("not_found");
    return c.body(null, 204);
  });
};
