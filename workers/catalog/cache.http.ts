import type { Context } from "hono";
import { jsonWithEtag, PRIVATE } from "#kernel/routes/etag";

/** Headers of a private answer that makes the gateway drop every cached answer of the catalog. */
export const PURGING = { ...PRIVATE, "Bodega-Purge": "*" };

/**
 * Responds with JSON that is the same for every shopper. The gateway caches it for ten seconds, tagged
 * with the ids of the products in it, so that a change of one of them evicts it.
 */
export const publicJson = (c: Context, value: unknown, productIds: readonly string[] = []) =>
  jsonWithEtag(c, value, {
    headers: {
      "Cache-Control": "public, max-age=0, s-maxage=10",
      "Bodega-Tags": productIds.join(","),
    },
  });

/** Redirects to the current path of what had this path before. The query stays. */
export const movedTo = (c: Context, path: string) =>
  new Response(null, {
    status: 301,
    headers: { Location: path + new URL(c.req.url).search, "Cache-Control": "public, max-age=60" },
  });

/** Redirects to the same list with the current values of parameters. */
export const movedQuery = (c: Context, current: Readonly<Record<string, string>>) => {
  const url = new URL(c.req.url);
  for (const [name, value] of Object.entries(current)) url.searchParams.set(name, value);
  const headers = { Location: url.pathname + url.search, "Cache-Control": "public, max-age=60" };
  return new Response(null, { status: 301, headers });
};
