import { afterAll, beforeAll, expect, test } from "bun:test";
import { existsSync } from "node:fs";
import { join } from "node:path";
import { type Browser, chromium, type Page } from "playwright-core";
import { ROOT } from "#dev/install";
import { BOOT_MS, PATIENCE_MS, type ServedShop, startServed } from "#tests/security/shop";
import { blocks, type InstalledClient, installClient } from "./installed";

const CHROMIUM = process.env.CHROMIUM ?? "/usr/bin/chromium";
const hasChromium = existsSync(CHROMIUM);
const isRun = hasChromium || process.env.CI !== undefined;
const LACKING = hasChromium ? "" : `: NOT RUN, there is no ${CHROMIUM}`;
const INSTANTSEARCH = join(ROOT, "node_modules/instantsearch.js/dist");

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
      const [, file] = /^\/node_modules\/instantsearch\.js\/dist\/(.+)$/.exec(pathname) ?? [];
      const path = file ? join(INSTANTSEARCH, file) : join(client.folder, pathname);
      return existsSync(path) ? new Response(Bun.file(path)) : new Response("", { status: 404 });
    },
  });

beforeAll(async () => {
  if (!isRun) return;
  client = await installClient();
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

test.skipIf(!isRun)(
  `searches, filters, sorts and turns pages by InstantSearch in Chromium${LACKING}`,
  async () => {
    const titles = () => page.locator("#hits li b").allTextContents();
    await page.goto(storefront.url.origin);
    await page.waitForSelector("#hits li");
    expect(await titles()).toHaveLength(12);
    const all = await titles();

    await page.click("#pages a:has-text('2')");
    await page.waitForFunction((first) => {
      const shown = document.querySelector("#hits li b")?.textContent;
      return shown !== null && shown !== first;
    }, all[0]);
    expect((await titles()).filter((title) => all.includes(title))).toEqual([]);

    await page.fill("#box input", "mug");
    await page.waitForSelector("#hits li mark:has-text('Mug')");
    const [, brands] = [await titles(), page.locator("#brands li label")];
    expect(await brands.count()).toBeGreaterThan(1);
    const before = await brands.count();

    await brands.first().click();
    await page.waitForSelector("#brands input:checked");
    // A ticked brand does not hide the others.
    expect(await brands.count()).toBe(before);

    await page.selectOption("#sort select", "products_price");
    const prices = () =>
      page.locator("#hits li").evaluateAll((rows) => rows.map((row) => Number(row.dataset.price)));
    await page.waitForFunction(() => {
      const shown = [...document.querySelectorAll("#hits li")].map((row) =>
        Number((row as HTMLElement).dataset.price),
      );
      return shown.length > 0 && shown.every((price, at) => at === 0 || price >= (shown[at - 1] ?? 0));
    });

    const most = Math.max(...(await prices()));
    await page.fill("#prices input[type=number] >> nth=1", String(most - 1));
    await page.click("#prices button");
    await page.waitForFunction(
      (bound) =>
        [...document.querySelectorAll("#hits li")].every(
          (row) => Number((row as HTMLElement).dataset.price) < bound,
        ),
      most,
    );
  },
  PATIENCE_MS,
);
