import { requirePrincipal } from "#kernel/actor";
import { newId } from "#kernel/ids";
import { keyedRequestOf, respondReplayable } from "#kernel/mutations/idempotency.http";
import type { App } from "#kernel/routes/app";
import { privateJson } from "#kernel/routes/etag";
import { route } from "#kernel/routes/route";
import {
  addOrderNote,
  changeOrderTags,
  listOrderPaymentMethods,
  readOrderAsStaff,
} from "./staff-orders.api";
import type { StaffOrdersService } from "./staff-orders.service";

/** Registers the routes with which staff read an order and saved cards, and add notes and tags. */
export const staffOrderRoutes = (app: App, staffOrders: StaffOrdersService) => {
  route(app, readOrderAsStaff, async (c) =>
    privateJson(c, await staffOrders.order(c.req.param("id"))),
  );

  route(app, listOrderPaymentMethods, async (c) =>
    privateJson(c, { data: await staffOrders.paymentMethods(c.req.param("id")) }),
  );

  route(app, addOrderNote, async (c) => {
    const body = c.req.valid("json");
    const author = requirePrincipal(c.var.actor);
    const request = await keyedRequestOf(c, { principal: author, body });
    const note = { id: newId("note"), partId: null, lineId: null, author, text: body.text };
    return respondReplayable(await staffOrders.addNote(c.req.param("id"), note, request));
  });

  route(app, changeOrderTags, async (c) => {
    const body = c.req.valid("json");
    const principal = requirePrincipal(c.var.actor);
    const request = await keyedRequestOf(c, { principal, body });
    return respondReplayable(await staffOrders.changeTags(c.req.param("id"), body, request));
  });
};
