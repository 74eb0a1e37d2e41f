import type { Context } from "hono";
import * as z from "zod";
import { requirePrincipal } from "#kernel/actor";
import { keyedRequestOf, respondReplayable } from "#kernel/mutations/idempotency.http";
import type { App, AppEnv } from "#kernel/routes/app";
import { privateJson } from "#kernel/routes/etag";
import { decodeCursor } from "#kernel/routes/page";
import { route } from "#kernel/routes/route";
import { approveReturn, listReturns, receiveReturn, rejectReturn } from "./returns.api";
import type { ReturnsService } from "./returns.service";

const AgeKeys = z.tuple([z.number().int(), z.string()]);

const staffRequest = (c: Context<AppEnv>, body: unknown) =>
  keyedRequestOf(c, { principal: requirePrincipal(c.var.actor), body });

/** Registers the routes with which staff decide about returns. The cart Worker takes the requests of buyers. */
export const returnRoutes = (app: App, { returns }: { returns: ReturnsService }) => {
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
    const arrival = { returnId: c.req.param("id"), ...body };
    return respondReplayable(await returns.receive(arrival, request));
  });
};
