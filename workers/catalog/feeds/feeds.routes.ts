import { FEED_AT_EDGE } from "#catalog/cache.http";
import type { App } from "#kernel/routes/app";
import { route } from "#kernel/routes/route";
import { textStream } from "#kernel/routes/text-stream";
import { readAcpFeed, readGoogleFeed } from "./feeds.api";
import type { FeedsService } from "./feeds.service";

const headersOf = (contentType: string) => ({
  "Content-Type": contentType,
  "Cache-Control": "public, max-age=0, must-revalidate",
  ...FEED_AT_EDGE,
});
const XML = headersOf("application/xml; charset=utf-8");
const GZIP = headersOf("application/gzip");

/** Product feeds. */
export const feedRoutes = (app: App, feeds: FeedsService) => {
  route(app, readGoogleFeed, async (c) => {
    if (c.req.method === "HEAD") return new Response(null, { headers: XML });
    const texts = await feeds.google(c.req.valid("query"));
    return new Response(textStream(texts), { headers: XML });
  });

  route(app, readAcpFeed, async (c) => {
    if (c.req.method === "HEAD") return new Response(null, { headers: GZIP });
    const texts = await feeds.acp(c.req.valid("query"));
    const body = textStream(texts).pipeThrough(new CompressionStream("gzip"));
    return new Response(body, { headers: GZIP });
  });
};
