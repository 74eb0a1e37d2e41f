import { z } from "zod";
import type { Clock } from "#kernel/clock";
import { money } from "#kernel/money";
import type { App } from "#kernel/routes/app";
import { privateJson } from "#kernel/routes/etag";
import { decodeCursor, pageOf } from "#kernel/routes/page";
import { route } from "#kernel/routes/route";
import { listBreaks, type PaymentBreak } from "./reconciliation.api";
import type { BreakRow } from "./reconciliation.statements";
import type { ReconciliationStore } from "./reconciliation.store";

const AgeKeys = z.tuple([z.number().int(), z.string()]);

const breakView = (row: BreakRow, nowMs: number): PaymentBreak => ({
  id: row.id,
  kind: row.kind,
  provider: row.provider,
  providerRef: row.providerRef,
  paymentId: row.paymentId,
  own: money(row.ownMinor, row.currency),
  recorded: money(row.providerMinor, row.currency),
  ageSeconds: Math.max(0, Math.floor((nowMs - row.foundAt) / 1000)),
  foundAt: new Date(row.foundAt).toISOString(),
});

interface Dependencies {
  store: Pick<ReconciliationStore, "breaks">;
  clock: Clock;
}

/** Registers the route with which staff list breaks. */
export const reconciliationRoutes = (app: App, { store, clock }: Dependencies) =>
  route(app, listBreaks, async (c) => {
    const { limit, cursor } = c.req.valid("query");
    const rows = await store.breaks(limit, decodeCursor(cursor, AgeKeys));
    const page = pageOf(
      rows,
      limit,
      ({ foundAt, id }) => [foundAt, id],
      (row) => breakView(row, clock.now()),
    );
    return privateJson(c, page);
  });
