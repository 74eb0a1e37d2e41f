import { afterAll, beforeAll, expect, test } from "bun:test";
import { existsSync, symlinkSync } from "node:fs";
import { join } from "node:path";
import { type Browser, chromium, type Page } from "playwright-core";
import { ROOT, tool } from "#dev/install";
import { BOOT_MS, PATIENCE_MS, type ServedShop, startServed } from "#tests/security/shop";
import { eventually } from "#tests/system";
import { blocks, type InstalledClient, installClient } from "./installed";

const CHROMIUM = process.env.CHROMIUM ?? "/usr/bin/chromium";
const hasChromium = existsSync(CHROMIUM);
const LACKING = hasChromium ? "" : `: NOT RUN, there is no ${CHROMIUM}`;
const TYPES = ["--noEmit", "--strict", "--skipLibCheck", "--module", "nodenext"];
const PROGRAM = `import instantsearch from "instantsearch.js";
import { createClient } from "@bodega/client";
import { instantSearchClient } from "@bodega/client/instantsearch";

const shop = createClient({ baseUrl: "http://localhost:8787" });
instantsearch({ indexName: "products", searchClient: instantSearchClient(shop) });
`;

let client: InstalledClient;
let shop: ServedShop;
let storefront: Bun.Server<undefined>;
let browser: Browser;
let page: Page;

/** The page of the README, which loads InstantSearch and the client from where npm puts them. */
const guidePage = () => {
  const html = blocks("html").find((block) => block.includes("instantSearchClient")) ?? "";
  return html.replaceAll("http://localhost:8787", shop.origin);
};

const startStorefront = () =>
  Bun.serve({
    hostname: "localhost",
    port: 0,
    fetch(request) {
      const { pathname } = new URL(request.url);
      if (pathname === "/")
        return new Response(guidePage(), { headers: { "content-type": "text/html" } });
      const path = join(client.folder, pathname);
      return existsSync(path) ? new Response(Bun.file(path)) : new Response("", { status: 404 });
    },
  });

beforeAll(async () => {
  if (!hasChromium) return;
  client = await installClient();
  const installed = "node_modules/instantsearch.js";
  symlinkSync(join(ROOT, installed), join(client.folder, installed));
  storefront = startStorefront();
  const before = process.env.STOREFRONT_ORIGINS;
  process.env.STOREFRONT_ORIGINS = storefront.url.origin;
  shop = await startServed();
  if (before === undefined) delete process.env.STOREFRONT_ORIGINS;
  else process.env.STOREFRONT_ORIGINS = before;
  browser = await chromium.launch({ executablePath: CHROMIUM, args: ["--no-sandbox"] });
  page = await browser.newPage();
}, BOOT_MS);
afterAll(async () => {
  await browser?.close();
  await shop?.stop();
  await storefront?.stop(true);
  client?.remove();
});

test.skipIf(!hasChromium)(
  "has the types that InstantSearch requires of a search client",
  async () => {
    client.write("search.ts", PROGRAM);
    const lib = ["--target", "esnext", "--lib", "esnext,dom,dom.iterable", "search.ts"];
    const { code, text } = await client.run(tool("tsc"), ...TYPES, ...lib);
    expect([code, text]).toEqual([0, ""]);
  },
  PATIENCE_MS,
);

test.skipIf(!hasChromium)(
  `searches, filters, sorts and turns pages by InstantSearch in Chromium${LACKING}`,
  async () => {
    const titles = () => page.locator("#hits li b").allTextContents();
    const prices = async () => {
      const all = page.locator("#hits li b");
      return all.evaluateAll((rows) => rows.map((row) => Number(row.getAttribute("data-price"))));
    };
    await page.goto(storefront.url.origin);
    await page.waitForSelector("#hits li");
    const first = await titles();
    expect(first).toHaveLength(12);
    await page.click("#pages a:text-is('2')");
    const second = await eventually("another page", titles, ([title]) => title !== first[0]);
    expect(second.filter((title) => first.includes(title))).toEqual([]);

    await page.fill("#box input", "tea");
    await page.waitForSelector("#hits li mark:text-is('Tea')");
    const found = await titles();
    const brands = page.locator("#brands li");
    const brandCount = await brands.count();
    expect(brandCount).toBeGreaterThan(1);
    await brands.first().locator("input").check();
    const ofBrand = await eventually(
      "fewer products",
      titles,
      ({ length }) => length < found.length,
    );
    expect(ofBrand.filter((title) => !found.includes(title))).toEqual([]);
    // A ticked brand does not hide the others.
    expect(await brands.count()).toBe(brandCount);
    await brands.first().locator("input").uncheck();
    await eventually("all products again", titles, ({ length }) => length === found.length);

    await page.selectOption("#sort select", "products_price");
    const isSorted = (all: number[]) =>
      all.every((price, at) => at === 0 || price >= (all[at - 1] ?? 0));
    const sorted = await eventually("the cheapest first", prices, isSorted);
    const most = sorted.at(-1) ?? 0;
    await page.fill("#prices .ais-RangeInput-input--max", String(most - 1));
    await page.click("#prices button");
    const bounded = await eventually("the bound", prices, (all) => !all.includes(most));
    expect(bounded).toEqual(sorted.filter((price) => price < most));
  },
  PATIENCE_MS,
);
