import { Hono } from "hono";
import { html } from "hono/html";
import { forOwnHost } from "#cloud/stand-in";
import { claimPort } from "#dev/ports";
import { artworkOf } from "#workers/catalog/seed/artwork.rules";
import { page } from "./console/page";
import { type Addresses, snapshotOf } from "./console/snapshot";

/**
 * Serves the console of a shop in development: what happened, according to each cloud. Loopback
 * only.
 */
export const startConsole = (shop: Addresses, port: number) => {
  const app = new Hono();
  app.get("/", async (c) => c.html(html`<!doctype html>${page(await snapshotOf(shop))}`));
  app.get("/images/:slug{[a-z0-9-]+\\.svg}", (c) =>
    c.body(artworkOf(c.req.param("slug")), 200, { "Content-Type": "image/svg+xml" }),
  );
  app.get("/snapshot.json", async (c) => c.json(await snapshotOf(shop)));
  return claimPort("console", port, (number) =>
    Bun.serve({ hostname: "127.0.0.1", port: number, fetch: forOwnHost(app.fetch) }),
  );
};
