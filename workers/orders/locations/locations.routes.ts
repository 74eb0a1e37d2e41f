import type { Context } from "hono";
import * as z from "zod";
import { requirePrincipal } from "#kernel/actor";
import { keyedRequestOf, respondReplayable } from "#kernel/mutations/idempotency.http";
import type { App, AppEnv } from "#kernel/routes/app";
import { privateJson } from "#kernel/routes/etag";
import { decodeCursor, pageOf } from "#kernel/routes/page";
import { route } from "#kernel/routes/route";
import { locationView } from "./location.rules";
import {
  changeLocation,
  createLocation,
  deleteLocation,
  listLocations,
  readLocation,
} from "./locations.api";
import type { LocationsService } from "./locations.service";

const staffRequest = (c: Context<AppEnv>, body: unknown) =>
  keyedRequestOf(c, { principal: requirePrincipal(c.var.actor), body });

/** Registers the routes with which staff read and change locations. */
export const locationRoutes = (app: App, locations: LocationsService) => {
  route(app, listLocations, async (c) => {
    const { limit, cursor } = c.req.valid("query");
    const after = decodeCursor(cursor, z.tuple([z.number(), z.string()]));
    const rows = await locations.list(limit, after);
    return privateJson(
      c,
      pageOf(rows, limit, (row) => [row.priority, row.id], locationView),
    );
  });

  route(app, readLocation, async (c) =>
    privateJson(c, locationView(await locations.read(c.req.param("id")))),
  );

  route(app, createLocation, async (c) => {
    const body = c.req.valid("json");
    return respondReplayable(await locations.create(body, await staffRequest(c, body)));
  });

  route(app, changeLocation, async (c) => {
    const body = c.req.valid("json");
    const request = await staffRequest(c, body);
    return respondReplayable(await locations.change(c.req.param("id"), body, request));
  });

  route(app, deleteLocation, async (c) => {
    const request = await staffRequest(c, null);
    return respondReplayable(await locations.delete(c.req.param("id"), request));
  });
};
