import type { Context } from "hono";
import * as z from "zod";
import { principalOf, requirePrincipal } from "#kernel/actor";
import { digestId, newId } from "#kernel/ids";
import {
  keyedRequestOf,
  requireKeyedRequestOf,
  respondReplayable,
} from "#kernel/mutations/idempotency.http";
import type { App, AppEnv } from "#kernel/routes/app";
import { privateJson } from "#kernel/routes/etag";
import { orderTokenOf } from "#kernel/routes/order-token";
import { decodeCursor } from "#kernel/routes/page";
import { route } from "#kernel/routes/route";
import { isStaff } from "#orders/order/access.rules";
import type { OrdersService } from "#orders/order/orders.service";
import {
  approveReturn,
  listReturns,
  receiveReturn,
  rejectReturn,
  requestReturn,
} from "./returns.api";
import type { ReturnsService } from "./returns.service";

const AgeKeys = z.tuple([z.number().int(), z.string()]);

const staffRequest = (c: Context<AppEnv>, body: unknown) =>
  keyedRequestOf(c, { principal: requirePrincipal(c.var.actor), body });

interface Services {
  orders: OrdersService;
  returns: ReturnsService;
}

/** Registers the routes with which buyers ask for returns, and staff decide about them. */
export const returnRoutes = (app: App, { orders, returns }: Services) => {
  route(app, requestReturn, async (c) => {
    const { accessToken } = c.req.valid("query");
    const body = c.req.valid("json");
    const { actor } = c.var;
    const { id } = await orders.order(c.req.param("id"), actor, orderTokenOf(c, accessToken));
    const principal = principalOf(actor);
    const staffId = isStaff(actor) ? principal : null;
    const request = await requireKeyedRequestOf(c, { principal: principal ?? id, body });
    // A key makes one return, even after its stored answer was deleted.
    const returnId = await digestId("return", `${id} ${request.scope} ${request.key}`);
    const notes = body.lines.flatMap(({ lineId, note }) =>
      note === undefined ? [] : [{ id: newId("note"), lineId, text: note }],
    );
    const lines = body.lines.map(({ note: _, ...line }) => line);
    const input = { returnId, lines, resolution: body.resolution, notes, staffId };
    return respondReplayable(await returns.request(id, input, request));
  });

  route(app, listReturns, async (c) => {
    const { limit, cursor, status } = c.req.valid("query");
    const before = decodeCursor(cursor, AgeKeys);
    return privateJson(c, await returns.list({ status, limit, before }));
  });

  route(app, approveReturn, async (c) => {
    const request = await staffRequest(c, {});
    return respondReplayable(await returns.approve(c.req.param("id"), request));
  });

  route(app, rejectReturn, async (c) => {
    const body = c.req.valid("json");
    const request = await staffRequest(c, body);
    const { reason = null } = body ?? {};
    return respondReplayable(await returns.reject(c.req.param("id"), reason, request));
  });

  route(app, receiveReturn, async (c) => {
    const body = c.req.valid("json");
    const request = await staffRequest(c, body);
    return respondReplayable(await returns.receive(c.req.param("id"), body.lines, request));
  });
};
