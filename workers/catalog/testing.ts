import { serveStandIn } from "#cloud/stand-in";
import { typesenseStandIn } from "#cloud/typesense";
import type { OpeningStock, StockLevel } from "#contract/orders";
import { testDatabase } from "#db/testing";
import type { Actor } from "#kernel/actor";
import { dispatch } from "#kernel/events";
import { as, inCall, movableClock, recordingQueue } from "#kernel/testing";
import { catalogOf } from "./composition";
import { typesenseIndex } from "./typesense.client";

/** Stock that is kept in memory: what was opened, and what a test says of it since. */
export const obedientStock = () => {
  const levels = new Map<string, StockLevel>();
  let down = false;
  const answering = () => {
    if (down) throw new Error("orders do not answer");
  };
  return {
    levels,
    set(variantId: string, available: number) {
      const version = (levels.get(variantId)?.version ?? 0) + 1;
      levels.set(variantId, { variantId, available, reserved: 0, sold: 0, version });
    },
    goDown: (isDown: boolean) => {
      down = isDown;
    },
    rpc: {
      async openStock(entries: OpeningStock[]) {
        answering();
        for (const { variantId, quantity } of entries) {
          if (levels.has(variantId)) continue;
          levels.set(variantId, {
            variantId,
            available: quantity,
            reserved: 0,
            sold: 0,
            version: 1,
          });
        }
      },
      async stockLevels(variantIds: string[]) {
        answering();
        return variantIds.flatMap((id) => levels.get(id) ?? []);
      },
    },
  };
};

/** A whole catalog over a real database and a real search engine's protocol. */
export const testCatalog = async () => {
  const database = await testDatabase("catalog");
  const cloud = serveStandIn(typesenseStandIn({ dataDir: ":memory:", token: "bodega-dev" }), 0);
  const queue = recordingQueue();
  const clock = movableClock();
  const stock = obedientStock();
  const index = typesenseIndex({ url: cloud.url, apiKey: "bodega-dev", currency: "EUR" });
  const tools = { db: database.db, queue, index, orders: stock.rpc, clock, currency: "EUR" };
  const catalog = catalogOf(tools);

  return {
    ...catalog,
    ...{ db: database.db, cloudUrl: database.cloudUrl, searchUrl: cloud.url },
    ...{ queue, clock, stock, index },
    /** A request of somebody, as the gateway would hand it on. */
    ask: (path: string, init: RequestInit & { actor?: Actor } = {}) =>
      inCall(async () => {
        const headers = { ...(init.actor ? as(init.actor) : {}), ...init.headers };
        return catalog.app.request(path, { ...init, headers });
      }),
    /** Delivers what was published, as the queue would. */
    async deliver() {
      const events = queue.published.splice(0).map(({ event }) => event);
      for (const event of events) await inCall(() => dispatch(catalog.hearings, event));
      return events;
    },
    async stop() {
      await cloud.stop();
      await database.stop();
    },
  };
};
export type TestCatalog = Awaited<ReturnType<typeof testCatalog>>;
