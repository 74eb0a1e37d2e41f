import type { Context, MiddlewareHandler } from "hono";
import { EVERYTHING, LISTS } from "#catalog/edge/tags.rules";
import { spokenHeaders, VARIES_BY_LANGUAGE } from "#catalog/texts/languages.http";
import type { Spoken } from "#catalog/texts/text.rules";
import { ACTOR_HEADER } from "#kernel/actor";
import type { AppEnv } from "#kernel/routes/app";
import {
  EDGE_LIFETIME_HEADER,
  EDGE_TAGS_HEADER,
  MEMBERS_HEADER,
} from "#kernel/routes/edge-headers";
import { jsonWithEtag, PRIVATE } from "#kernel/routes/etag";

/** Headers of a private answer that makes the gateway drop every cached answer of the catalog. */
export const PURGING = { ...PRIVATE, "Bodega-Purge": "*" };

/** How long Cloudflare's data centres keep an answer, unless an event purges it earlier. */
const EDGE_SECONDS = 10;
/** How long they keep a picture. Its bytes never change, and its deletion purges it. */
const EDGE_PICTURE_SECONDS = 86_400;

/** Headers for Cloudflare's cache of this Worker, which the gateway removes. */
const keptAtEdge = (seconds: number, tags: readonly string[]) => ({
  [EDGE_LIFETIME_HEADER]: `public, max-age=${seconds}`,
  [EDGE_TAGS_HEADER]: tags.join(","),
});

/**
 * Headers of an answer that is the same for every guest, tagged with what it shows. The gateway keeps it for a
 * second, and Cloudflare's data centres until an event purges it. A caller who is named to this Worker never gets
 * an answer for guests from them, because they compare the header.
 */
const publicHeaders = (tags: readonly string[]) => ({
  ...keptAtEdge(EDGE_SECONDS, [EVERYTHING, ...tags]),
  "Bodega-Tags": tags.join(","),
  Vary: ACTOR_HEADER,
});

/** Headers by which Cloudflare's data centres keep a feed, which shows all products and is costly to make. */
export const FEED_AT_EDGE = keptAtEdge(EDGE_SECONDS, [EVERYTHING, LISTS]);

/** Headers by which Cloudflare's data centres keep a picture. */
export const pictureAtEdge = (key: string) => keptAtEdge(EDGE_PICTURE_SECONDS, [key]);

/** Responds with JSON that is the same for every guest, tagged with what a change of evicts it. */
export const publicJson = (
  c: Context,
  value: unknown,
  tags: readonly string[] = [],
  more: Record<string, string> = {},
) =>
  jsonWithEtag(c, value, {
    headers: { "Cache-Control": "public, max-age=0, s-maxage=1", ...publicHeaders(tags), ...more },
  });

interface Priced {
  tags: readonly string[];
  isPricedForMembers: boolean;
  /** The language of its texts; null or missing for an empty list. */
  spoken?: Spoken | null | undefined;
}

/**
 * Responds with JSON that shows prices. The answer to an account is its own, and no cache keeps it. If members have
 * prices of their own, the gateway asks again for a caller with a session, and caches outside do not give them the
 * answer for guests.
 */
export const pricedJson = (
  c: Context<AppEnv>,
  value: unknown,
  { tags, isPricedForMembers, spoken }: Priced,
) => {
  const language = spokenHeaders(spoken);
  if (c.var.actor.kind === "user")
    return jsonWithEtag(c, value, { headers: { ...language, ...PRIVATE } });
  const forMembers = { [MEMBERS_HEADER]: "1", Vary: `${language.Vary}, Authorization` };
  return publicJson(c, value, tags, { ...language, ...(isPricedForMembers ? forMembers : {}) });
};

const moved = (location: string) =>
  new Response(null, {
    status: 301,
    headers: {
      Location: location,
      "Cache-Control": "public, max-age=60",
      ...publicHeaders([]),
      ...VARIES_BY_LANGUAGE,
    },
  });

/** Redirects to the current path of what had this path before. The query stays. */
export const movedTo = (c: Context, path: string) => moved(path + new URL(c.req.url).search);

/** Redirects to the same list with the current values of parameters. */
export const movedQuery = (c: Context, current: Readonly<Record<string, string>>) => {
  const url = new URL(c.req.url);
  for (const [name, value] of Object.entries(current)) url.searchParams.set(name, value);
  return moved(url.pathname + url.search);
};

/** Makes an answer private unless it says otherwise. Cloudflare keeps one without a lifetime for up to two hours. */
export const privateByDefault: MiddlewareHandler = async (c, next) => {
  await next();
  if (c.res.headers.has("cache-control")) return;
  for (const [name, value] of Object.entries(PRIVATE)) c.res.headers.set(name, value);
};
