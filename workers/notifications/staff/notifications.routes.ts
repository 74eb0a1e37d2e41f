import * as z from "zod";
import { requirePrincipal } from "#kernel/actor";
import { keyedRequestOf, respondReplayable } from "#kernel/mutations/idempotency.http";
import type { App } from "#kernel/routes/app";
import { privateJson } from "#kernel/routes/etag";
import { decodeCursor } from "#kernel/routes/page";
import { route } from "#kernel/routes/route";
import { listNotifications, sendNotification } from "./notifications.api";
import type { NotificationsService } from "./notifications.service";

const AgeKeys = z.tuple([z.number().int(), z.string()]);

/** Registers the routes with which staff see what was not delivered, and have it sent again. */
export const notificationRoutes = (app: App, notifications: NotificationsService) => {
  route(app, listNotifications, async (c) => {
    const { limit, cursor, status } = c.req.valid("query");
    const before = decodeCursor(cursor, AgeKeys);
    return privateJson(c, await notifications.list({ status, limit, before }));
  });

  route(app, sendNotification, async (c) => {
    const principal = requirePrincipal(c.var.actor);
    const request = await keyedRequestOf(c, { principal, body: null });
    return respondReplayable(await notifications.send(c.req.param("id"), request));
  });
};
