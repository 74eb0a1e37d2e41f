import * as z from "zod";
import { requirePrincipal } from "#kernel/actor";
import type { Clock } from "#kernel/clock";
import type { App } from "#kernel/routes/app";
import { privateJson } from "#kernel/routes/etag";
import { decodeCursor, pageOf } from "#kernel/routes/page";
import { route } from "#kernel/routes/route";
import { breakView } from "./break-view.rules";
import type { BreaksService } from "./breaks.service";
import type { BreaksStore } from "./breaks.store";
import { listBreaks, resolveBreak } from "./reconciliation.api";

const AgeKeys = z.tuple([z.number().int(), z.string()]);

interface Dependencies {
  store: Pick<BreaksStore, "page">;
  breaks: Pick<BreaksService, "resolve">;
  clock: Clock;
}

/** Registers the routes with which staff list and resolve breaks. */
export const reconciliationRoutes = (app: App, { store, breaks, clock }: Dependencies) => {
  route(app, listBreaks, async (c) => {
    const { state, limit, cursor } = c.req.valid("query");
    const rows = await store.page({ state, limit, before: decodeCursor(cursor, AgeKeys) });
    const page = pageOf(
      rows,
      limit,
      ({ foundAt, id }) => [foundAt, id],
      (row) => breakView(row, clock.now()),
    );
    return privateJson(c, page);
  });

  route(app, resolveBreak, async (c) => {
    const { note, accepted = false } = c.req.valid("json");
    const by = requirePrincipal(c.var.actor);
    const row = await breaks.resolve(c.req.param("id"), { note, accepted, by });
    return privateJson(c, breakView(row, clock.now()));
  });
};
