import { afterAll, beforeAll, expect, test } from "bun:test";
import { existsSync } from "node:fs";
import { join, resolve } from "node:path";
import { type Browser, chromium } from "playwright-core";
import { ROOT, tool } from "#dev/install";
import { startWorkerd } from "#dev/workerd";
import { BOOT_MS, PATIENCE_MS, type ServedShop, startServed } from "#tests/security/shop";
import { blocks, type InstalledClient, installClient } from "./installed";

const CHROMIUM = process.env.CHROMIUM ?? "/usr/bin/chromium";
const hasChromium = existsSync(CHROMIUM);
const LACKING = hasChromium ? "" : `: NOT RUN, there is no ${CHROMIUM}`;

const PAGES = ["tokens", "cookies"] as const;
const GUIDE_SHOP = "http://localhost:8787";
const TYPES = ["--noEmit", "--strict", "--module", "nodenext", "--target", "esnext"];

const WORKER = `import { createClient, unwrap } from "@bodega/client";

const shop = createClient({ baseUrl: "${GUIDE_SHOP}" });

export default {
  async fetch(request) {
    if (new URL(request.url).pathname !== "/") return new Response("ok");
    const product = unwrap(await shop.readProduct("corner-blend-coffee"));
    const lines = [{ variantId: product.variants[0].id, quantity: 1 }];
    const cart = unwrap(await shop.createCart({ lines }));
    return Response.json({ status: cart.status, lines: cart.lines.length });
  },
};
`;
const WORKER_CONFIG =
  'name = "storefront"\nmain = "worker.js"\ncompatibility_date = "2026-11-01"\n';

let shop: ServedShop;
let client: InstalledClient;
let storefront: Bun.Server<undefined>;

/** Returns text of the guide for the shop of this test. */
const here = (text: string) =>
  text
    .replaceAll(GUIDE_SHOP, shop.origin)
    .replaceAll("http://localhost:3000", storefront.url.origin);

/** Serves the pages of the guide, and the client's module from where npm has put it. */
const startStorefront = () =>
  Bun.serve({
    hostname: "localhost",
    port: 0,
    fetch(request) {
      const { pathname } = new URL(request.url);
      const nth = PAGES.findIndex((name) => pathname === `/${name}`);
      const html = blocks("html")[nth];
      if (html) return new Response(here(html), { headers: { "content-type": "text/html" } });
      const path = join(client.folder, pathname);
      return existsSync(path) ? new Response(Bun.file(path)) : new Response("", { status: 404 });
    },
  });

beforeAll(async () => {
  client = await installClient();
  storefront = startStorefront();
  const before = process.env.STOREFRONT_ORIGINS;
  process.env.STOREFRONT_ORIGINS = storefront.url.origin;
  shop = await startServed();
  if (before === undefined) delete process.env.STOREFRONT_ORIGINS;
  else process.env.STOREFRONT_ORIGINS = before;
  const program = here(blocks("ts").join("\n"));
  client.write("guide.ts", program);
  client.write("guide.js", new Bun.Transpiler({ loader: "ts" }).transformSync(program));
}, BOOT_MS);
afterAll(async () => {
  await shop?.stop();
  await storefront?.stop(true);
  client?.remove();
});

test(
  "compiles the guide with the types of the installed package",
  async () => {
    const tsc = resolve(ROOT, "node_modules/.bin/tsc");
    const { code, text } = await client.run(tsc, ...TYPES, "--lib", "esnext,dom", "guide.ts");
    expect(text).toBe("");
    expect(code).toBe(0);
  },
  PATIENCE_MS,
);

const RUNTIMES = [
  ["Node", "node", "guide.js"],
  ["Bun", process.execPath, "guide.ts"],
  ["Deno", tool("deno"), "run", "--allow-net", "guide.ts"],
] as const;

for (const [name, ...command] of RUNTIMES)
  test(
    `runs the guide from the list to a paid order in ${name}`,
    async () => {
      const { code, text } = await client.run(...command);
      expect(text).toContain("Corner Blend Coffee");
      expect(text).toContain("declined: declined");
      expect(text).toMatch(/ORD-\d{10} payment_requested http/);
      expect(text).toMatch(/ORD-\d{10} paid/);
      expect(text).toContain("shopper@bodega.test");
      expect(text).toEndWith("cart_completed\n");
      expect(code).toBe(0);
    },
    PATIENCE_MS,
  );

test(
  "makes a cart from a Worker on workerd",
  async () => {
    client.write("worker.js", here(WORKER));
    client.write("wrangler.toml", WORKER_CONFIG);
    const configs = [join(client.folder, "wrangler.toml")];
    const { folder } = client;
    const print = () => undefined;
    const worker = await startWorkerd({ port: 0, variables: {}, folder, print, configs });
    try {
      expect(await (await fetch(worker.url)).json()).toMatchObject({ status: "open", lines: 1 });
    } finally {
      await worker.stop();
    }
  },
  PATIENCE_MS,
);

let browser: Browser | undefined;
afterAll(() => browser?.close());

for (const name of PAGES)
  test.skipIf(!hasChromium)(
    `pays with 3-D Secure and stays signed in on the page with ${name} in Chromium${LACKING}`,
    async () => {
      browser ??= await chromium.launch({ executablePath: CHROMIUM, args: ["--no-sandbox"] });
      const page = await browser.newPage();
      await page.goto(`${storefront.url.origin}/${name}`);
      await page.fill("[name=email]", "shopper@bodega.test");
      await page.fill("[name=password]", "corner-shop-2026");
      await page.click('text="Sign in"');
      await page.waitForSelector('text="Signed in"');
      await page.click("#products button");
      await page.click('text="Approve"');
      // The page was loaded again, so it reads the order with the session that it has kept.
      await page.waitForSelector("text=/ORD-\\d{10}: paid/");
      await page.close();
    },
    PATIENCE_MS,
  );
