import { Hono } from "hono";
import { HTTPException } from "hono/http-exception";
import { z } from "zod";
import type { StandInEnv } from "#cloud/frame/stand-in";
import type { Cloud } from "./cloud";
import { refuse, storedHeaders } from "./instructions";
import type { Published } from "./publisher";

const BatchItem = z.strictObject({
  destination: z.string(),
  headers: z.record(z.string(), z.string()).default({}),
  body: z.string().default(""),
});

/**
 * Returns the URL after `/v2/publish/` unchanged, with its slashes, escapes and query. Some clients escape it as
 * a whole.
 */
const destinationOf = (requestUrl: string) => {
  const url = new URL(requestUrl);
  if (url.searchParams.has("qstash_token")) url.searchParams.delete("qstash_token");
  const rest = url.pathname.slice("/v2/publish/".length) + url.search;
  return /^https?%3A/i.test(rest) ? safeDecode(rest) : rest;
};

const safeDecode = (text: string) => {
  try {
    return decodeURIComponent(text);
  } catch {
    return refuse(400, "invalid destination url");
  }
};

const headersFrom = (record: Record<string, string>) => {
  try {
    return new Headers(record);
  } catch {
    return refuse(400, "invalid header in batch");
  }
};

export const publishRoutes = ({ db, publisher, dispatcher }: Cloud) => {
  const app = new Hono<StandInEnv>();

  app.post("/publish/*", async (c) => {
    const destination = destinationOf(c.req.url);
    const body = new Uint8Array(await c.req.arrayBuffer());
    c.set("summary", `publish to ${destination}`);
    const headers = storedHeaders(c.req.raw.headers);
    const call = { method: c.req.method, path: c.req.path };
    const answer = db.transaction(() => publisher.publish({ destination, headers, body, call }))();
    dispatcher.wake();
    return c.json(answer, answer.deduplicated ? 202 : 200);
  });

  /** Publishes one item of a batch. Returns its error, so that the other items are still published. */
  const publishItem = (
    { destination, headers, body }: z.infer<typeof BatchItem>,
    call: { method: string; path: string },
  ): Published | { error: string } => {
    try {
      return publisher.publish({
        destination,
        headers: storedHeaders(headersFrom(headers)),
        body: new TextEncoder().encode(body),
        call,
      });
    } catch (error) {
      if (error instanceof HTTPException) return { error: error.message };
      throw error;
    }
  };

  app.post("/batch", async (c) => {
    const items = z.array(BatchItem).safeParse(await c.req.json().catch(() => undefined));
    if (!items.success) return refuse(400, "batch must be an array of messages");
    c.set("summary", `batch of ${items.data.length}`);
    const call = { method: c.req.method, path: c.req.path };
    const answers = db.transaction(() => items.data.map((item) => publishItem(item, call)))();
    dispatcher.wake();
    return c.json(answers);
  });
  return app;
};
