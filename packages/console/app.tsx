import { Hono } from "hono";
import { html } from "hono/html";
import { page } from "./page";
import { type Addresses, type Shown, snapshotOf } from "./snapshot";
import { spanStore, Traces } from "./spans";

interface ConsoleOptions extends Shown {
  /** Returns the picture of a seeded product as SVG. */
  pictureOf(file: string): string;
}

/**
 * Returns the console of a shop in development: what happened, according to each cloud and to the spans that the
 * Workers send to `/v1/traces`. It takes spans before the shop is shown.
 */
export const consoleApp = ({ pictureOf, ...shown }: ConsoleOptions) => {
  const spans = spanStore();
  let shop: Addresses | undefined;

  const app = new Hono();
  const snapshot = async () => {
    if (!shop) return undefined;
    return snapshotOf({ ...shop, shown, spans: spans.all() });
  };
  app.get("/", async (c) => {
    const read = await snapshot();
    return read ? c.html(html`<!doctype html>${page(read)}`) : c.text("The shop is starting.", 503);
  });
  app.get("/snapshot.json", async (c) => {
    const read = await snapshot();
    return read ? c.json(read) : c.json({ error: "the shop is starting" }, 503);
  });
  app.get("/images/:slug{[a-z0-9-]+\\.svg}", (c) =>
    c.body(pictureOf(c.req.param("slug")), 200, { "Content-Type": "image/svg+xml" }),
  );
  app.post("/v1/traces", async (c) => {
    const traces = Traces.safeParse(await c.req.json().catch(() => undefined));
    if (!traces.success) return c.json({ message: "no traces" }, 400);
    spans.add(traces.data);
    return c.json({});
  });

  return {
    fetch: app.fetch,
    /** Shows a shop that has started. */
    show(addresses: Addresses) {
      shop = addresses;
    },
  };
};
