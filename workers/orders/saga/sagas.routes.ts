import * as z from "zod";
import { AppError } from "#kernel/errors";
import type { App } from "#kernel/routes/app";
import { privateJson } from "#kernel/routes/etag";
import { decodeCursor, pageOf } from "#kernel/routes/page";
import { route } from "#kernel/routes/route";
import { sagaOf } from "./saga.rules";
import { listSagas, readSaga } from "./sagas.api";
import type { SagasStore } from "./sagas.store";

const IdKeys = z.tuple([z.string()]);

/** Registers the routes with which staff read the sagas of orders. */
export const sagaRoutes = (app: App, { page, find }: SagasStore) => {
  route(app, listSagas, async (c) => {
    const { state, limit, cursor } = c.req.valid("query");
    const afterId = decodeCursor(cursor, IdKeys)?.[0];
    const found = await page({ state, afterId, limit });
    return privateJson(
      c,
      pageOf(
        found,
        limit,
        ({ order }) => [order.id],
        ({ order, entries }) => sagaOf(order, entries),
      ),
    );
  });

  route(app, readSaga, async (c) => {
    const found = await find(c.req.param("orderId"));
    if (!found) throw new AppError("not_found", "Order not found.");
    return privateJson(c, sagaOf(found.order, found.entries));
  });
};
