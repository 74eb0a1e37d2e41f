import * as z from "zod";
import { foldCase } from "#kernel/fold";
import { lowestId } from "#kernel/ids";
import type { App } from "#kernel/routes/app";
import { privateJson } from "#kernel/routes/etag";
import { decodeCursor, pageOf } from "#kernel/routes/page";
import { route } from "#kernel/routes/route";
import { orderView } from "#orders/order/view.rules";
import { listOrders } from "./order-search.api";
import type { OrderSearchStore } from "./order-search.store";
import { termOf } from "./terms.rules";

const IdKeys = z.tuple([z.string()]);
const TermKeys = z.tuple([z.string(), z.string()]);

const idAt = (moment: string | undefined) =>
  moment === undefined ? undefined : lowestId("order", Date.parse(moment));

/** Returns the last order of the previous page. */
const afterIn = (cursor: string | undefined, q: string | undefined) => {
  if (cursor === undefined) return undefined;
  if (q === undefined) return { term: "", id: decodeCursor(cursor, IdKeys)?.[0] ?? "" };
  const [term = "", id = ""] = decodeCursor(cursor, TermKeys) ?? [];
  return { term, id };
};

/** Registers the route with which staff list and find orders. */
export const orderSearchRoutes = (app: App, { search }: OrderSearchStore) => {
  route(app, listOrders, async (c) => {
    const { cursor, q, tag, placedFrom, placedTo, sort, ...filters } = c.req.valid("query");
    const term = q === undefined ? undefined : termOf(q);
    const found =
      term === ""
        ? []
        : await search({
            ...filters,
            q: term,
            tag: tag && foldCase(tag),
            fromId: idAt(placedFrom),
            toId: idAt(placedTo),
            oldestFirst: sort === "oldest",
            after: afterIn(cursor, term),
          });
    const keysOf = (row: (typeof found)[number]) =>
      term === undefined ? [row.order.id] : [row.term, row.order.id];
    return privateJson(
      c,
      pageOf(found, filters.limit, keysOf, ({ order }) => orderView(order)),
    );
  });
};
