import type { Context } from "hono";
import { jsonWithEtag } from "#kernel/etag";

/** Tells the gateway that everything it keeps of the catalog may look different now. */
export const PURGE_ALL = { "Bodega-Purge": "*" };

/**
 * An answer that everybody gets alike: kept by the gateway for some seconds, under the ids of the
 * products that it shows, so that a change of one of them takes it away.
 */
export const shared = (c: Context, value: unknown, productIds: readonly string[] = []) =>
  jsonWithEtag(c, value, {
    headers: {
      "Cache-Control": "public, max-age=0, s-maxage=10",
      "Bodega-Tags": productIds.join(","),
    },
  });
