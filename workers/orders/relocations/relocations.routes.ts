import type { Context } from "hono";
import * as z from "zod";
import { requirePrincipal } from "#kernel/actor";
import { keyedRequestOf, respondReplayable } from "#kernel/mutations/idempotency.http";
import type { App, AppEnv } from "#kernel/routes/app";
import { privateJson } from "#kernel/routes/etag";
import { decodeCursor, pageOf } from "#kernel/routes/page";
import { route } from "#kernel/routes/route";
import { relocationView } from "./relocation.rules";
import {
  cancelRelocation,
  listRelocations,
  readRelocation,
  receiveRelocation,
  sendRelocation,
} from "./relocations.api";
import type { RelocationsService } from "./relocations.service";

const staffRequest = (c: Context<AppEnv>, body: unknown) =>
  keyedRequestOf(c, { principal: requirePrincipal(c.var.actor), body });

/** Registers the routes with which staff move stock between locations. */
export const relocationRoutes = (app: App, relocations: RelocationsService) => {
  route(app, listRelocations, async (c) => {
    const { limit, cursor, status } = c.req.valid("query");
    const after = decodeCursor(cursor, z.tuple([z.number(), z.string()]));
    const rows = await relocations.list(limit, status, after);
    return privateJson(
      c,
      pageOf(rows, limit, (row) => [row.createdAt, row.id], relocationView),
    );
  });

  route(app, readRelocation, async (c) =>
    privateJson(c, relocationView(await relocations.read(c.req.param("id")))),
  );

  route(app, sendRelocation, async (c) => {
    const body = c.req.valid("json");
    return respondReplayable(await relocations.send(body, await staffRequest(c, body)));
  });

  route(app, receiveRelocation, async (c) => {
    const body = c.req.valid("json");
    const request = await staffRequest(c, body);
    return respondReplayable(await relocations.receive(c.req.param("id"), body.lines, request));
  });

  route(app, cancelRelocation, async (c) => {
    const request = await staffRequest(c, null);
    return respondReplayable(await relocations.cancel(c.req.param("id"), request));
  });
};
