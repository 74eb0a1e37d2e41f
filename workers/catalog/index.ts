import { WorkerEntrypoint } from "cloudflare:workers";
import type { CatalogRpc } from "#contract/catalog";
import { connect } from "#db/client";
import type { Trace } from "#kernel/call";
import { systemClock as clock } from "#kernel/clock";
import { entrypoint } from "#kernel/entrypoint";
import { parseEnv } from "#kernel/env";
import { qstashQueue } from "#kernel/queue.client";
import { catalogOf } from "./composition";
import { type CatalogEnv, CatalogVars } from "./env";
import { typesenseIndex } from "./typesense.client";

const compose = (env: CatalogEnv) => {
  const vars = parseEnv("catalog", CatalogVars, env);
  const currency = vars.SHOP_CURRENCY;
  const db = connect({ url: vars.CATALOG_DB_URL, token: vars.CATALOG_DB_TOKEN });
  const queue = qstashQueue({
    url: vars.QSTASH_URL,
    token: vars.QSTASH_TOKEN,
    destination: `${vars.PUBLIC_URL}/events`,
  });
  const index = typesenseIndex({
    url: vars.TYPESENSE_URL,
    apiKey: vars.TYPESENSE_API_KEY,
    currency,
  });
  const catalog = catalogOf({ db, queue, index, orders: env.ORDERS, clock, currency });
  return { ...catalog, version: vars.VERSION };
};

export default class Catalog
  extends entrypoint(WorkerEntrypoint<CatalogEnv>, "catalog", compose)
  implements CatalogRpc
{
  variants(variantIds: string[], currency: string, trace: Trace) {
    return this.run(trace, ({ products }) => products.sellable(variantIds, currency));
  }
}
