import * as z from "zod";
import type { GatewayApp } from "#gateway/context.http";
import type { OutboxEvent } from "#kernel/events/outbox-oversight";
import { privateJson } from "#kernel/routes/etag";
import { decodeCursor, pageOf } from "#kernel/routes/page";
import { route } from "#kernel/routes/route";
import type { EventListing } from "./event-listing.service";
import { listEvents, replayEvent } from "./events.api";

const IdKeys = z.tuple([z.string()]);

/** Registers the routes with which staff list events, and hand dead ones over again. */
export const eventRoutes = (app: GatewayApp, { list, replay }: EventListing) => {
  route(app, listEvents, async (c) => {
    const { state, owner, limit, cursor } = c.req.valid("query");
    const afterId = decodeCursor(cursor, IdKeys)?.[0];
    const found = await list({ state, afterId, limit }, owner);
    return privateJson(
      c,
      pageOf(
        found,
        limit,
        ({ id }) => [id],
        (event: OutboxEvent) => event,
      ),
    );
  });

  route(app, replayEvent, async (c) => privateJson(c, await replay(c.req.param("id"))));
};
