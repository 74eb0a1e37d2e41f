import { type Context, Hono } from "hono";
import { HTTPException } from "hono/http-exception";
import { z } from "zod";
import type { StandInEnv } from "#cloud/frame/stand-in";
import type { Cloud } from "./cloud";
import type { Published } from "./deduplication";
import { keptHeaders, refuse } from "./instructions";

const BatchItem = z.object({
  destination: z.string(),
  headers: z.record(z.string(), z.string()).default({}),
  body: z.string().default(""),
  queue: z.string().optional(),
});

/**
 * What follows a prefix of the path, as it was sent: a URL with its own slashes, escapes and query.
 * Some clients escape it as a whole.
 */
export const destinationOf = (requestUrl: string, prefixSegments: number) => {
  const url = new URL(requestUrl);
  if (url.searchParams.has("qstash_token")) url.searchParams.delete("qstash_token");
  const rest =
    url.pathname
      .split("/")
      .slice(prefixSegments + 1)
      .join("/") + url.search;
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

  const publish = async (c: Context<StandInEnv>, destination: string, queueName?: string) => {
    const body = new Uint8Array(await c.req.arrayBuffer());
    c.set("summary", `${queueName ? `enqueue in ${queueName}` : "publish"} to ${destination}`);
    const answer = db.transaction(() =>
      publisher.publish({
        destination,
        headers: keptHeaders(c.req.raw.headers),
        body,
        queueName,
        call: { method: c.req.method, path: c.req.path },
      }),
    )();
    dispatcher.wake();
    const isRepeat = [answer].flat().some(({ deduplicated }) => deduplicated);
    return c.json(answer, isRepeat ? 202 : 200);
  };

  app.post("/publish/*", (c) => publish(c, destinationOf(c.req.url, 2)));
  app.post("/enqueue/:queueName/*", (c) =>
    publish(c, destinationOf(c.req.url, 3), c.req.param("queueName")),
  );

  /** One item that is refused does not keep the others back. */
  const publishItem = (
    item: z.infer<typeof BatchItem>,
    call: { method: string; path: string },
  ): Published | Published[] | { error: string } => {
    try {
      return publisher.publish({
        destination: item.destination,
        headers: keptHeaders(headersFrom(item.headers)),
        body: new TextEncoder().encode(item.body),
        queueName: item.queue,
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
