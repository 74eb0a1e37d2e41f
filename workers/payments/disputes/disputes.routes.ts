import * as z from "zod";
import type { App } from "#kernel/routes/app";
import { privateJson } from "#kernel/routes/etag";
import { decodeCursor, pageOf } from "#kernel/routes/page";
import { route } from "#kernel/routes/route";
import { disputeOf } from "./dispute-view.rules";
import { listDisputes } from "./disputes.api";
import type { DisputesStore } from "./disputes.store";

const AgeKeys = z.tuple([z.number().int(), z.string()]);

/** Registers the route with which staff list disputes. */
export const disputeRoutes = (app: App, store: Pick<DisputesStore, "page">) =>
  route(app, listDisputes, async (c) => {
    const { limit, cursor } = c.req.valid("query");
    const rows = await store.page(limit, decodeCursor(cursor, AgeKeys));
    return privateJson(
      c,
      pageOf(rows, limit, ({ createdAt, id }) => [createdAt, id], disputeOf),
    );
  });
