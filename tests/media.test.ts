import { afterAll, beforeAll, describe, expect, setDefaultTimeout, test } from "bun:test";
import { PICTURES, png } from "#catalog/media/pictures.testing";
import { BOOT_MS, PATIENCE_MS, type ServedShop, startServed } from "#tests/security/shop";
import { type Json, type System, startSystem } from "./system";

/** Pictures over the gateway, on the production runtime and in `wrangler dev`. */
setDefaultTimeout(PATIENCE_MS);
let served: ServedShop;
let system: System;
const staff = new Map<unknown, string>();
beforeAll(async () => {
  served = await startServed();
  system = await startSystem();
  for (const shop of [served, system]) staff.set(shop, await tokenOf(shop));
}, BOOT_MS);
afterAll(async () => {
  await served?.stop();
  await system?.stop();
});

type Shop = Pick<ServedShop, "url" | "ask">;
const SHOPS = [
  ["workerd", () => served as Shop],
  ["wrangler dev", () => system as Shop],
] as const;

const tokenOf = async ({ ask }: Shop): Promise<string> => {
  const credentials = { email: "staff@bodega.test", password: "corner-shop-2026" };
  return (await ask("POST", "/v1/auth/login", { body: credentials })).body.accessToken;
};

const send = async (shop: Shop, body: BodyInit, type = "image/png") => {
  const authorization = `Bearer ${staff.get(shop)}`;
  const answer = await fetch(`${shop.url}/v1/admin/media`, {
    method: "POST",
    body,
    headers: { "content-type": type, authorization },
  });
  return { status: answer.status, body: (await answer.json()) as Json };
};

/** Uploads a picture. Returns the address at which this test reaches it. */
const uploaded = async (shop: Shop, body: BodyInit, type?: string) => {
  const answer = await send(shop, body, type);
  if (answer.status > 201) throw new Error(JSON.stringify(answer));
  return { ...answer.body, path: new URL(answer.body.url).pathname } as Json;
};
const get = (shop: Shop, path: string, init: RequestInit = {}) => fetch(`${shop.url}${path}`, init);

describe.each(SHOPS)("in %s", (name, shopOf) => {
  test("serves an uploaded picture to everyone, immutably", async () => {
    const shop = shopOf();
    const bytes = png(600, 400);
    const { path, width, height } = await uploaded(shop, bytes);
    expect([width, height]).toEqual([600, 400]);
    const answer = await get(shop, path);
    expect([answer.status, new Uint8Array(await answer.arrayBuffer())]).toEqual([200, bytes]);
    expect(Object.fromEntries(answer.headers)).toMatchObject({
      "content-type": "image/png",
      "content-length": String(bytes.length),
      "cache-control": "public, max-age=31536000, immutable",
      "content-security-policy": "default-src 'none'; sandbox",
      "cross-origin-resource-policy": "cross-origin",
      "x-content-type-options": "nosniff",
      "accept-ranges": "bytes",
    });
    const conforming = await shop.ask("GET", path);
    expect(conforming.status).toBe(200);
  });

  test("answers conditional reads, ranges and HEAD", async () => {
    const shop = shopOf();
    const bytes = png(500, 300);
    const { path } = await uploaded(shop, bytes);
    const head = await get(shop, path, { method: "HEAD" });
    expect([head.status, head.headers.get("content-length"), await head.text()]).toEqual([
      200,
      String(bytes.length),
      "",
    ]);
    const etag = head.headers.get("etag") ?? "";
    const known = await get(shop, path, { headers: { "if-none-match": `W/${etag}` } });
    expect([known.status, await known.text()]).toEqual([304, ""]);

    const part = await get(shop, path, { headers: { range: "bytes=10-19" } });
    expect([part.status, part.headers.get("content-range")]).toEqual([
      206,
      `bytes 10-19/${bytes.length}`,
    ]);
    expect(new Uint8Array(await part.arrayBuffer())).toEqual(bytes.slice(10, 20));
    const end = await get(shop, path, { headers: { range: "bytes=-5" } });
    expect(new Uint8Array(await end.arrayBuffer())).toEqual(bytes.slice(-5));
    const stale = await get(shop, path, { headers: { range: "bytes=0-0", "if-range": '"old"' } });
    expect(stale.status).toBe(200);
    const beyond = await shop.ask("GET", path, { headers: { range: "bytes=99999999-" } });
    expect([beyond.status, beyond.body.code, beyond.headers.get("content-range")]).toEqual([
      416,
      "range_not_satisfiable",
      `bytes */${bytes.length}`,
    ]);
  });

  test("serves the picture in a width, or the original where nothing resizes", async () => {
    const shop = shopOf();
    const { path } = await uploaded(shop, png(700, 350));
    for (let nth = 0; nth < 2; nth += 1) {
      const answer = await get(shop, `${path}?w=160`);
      expect([answer.status, answer.headers.get("content-type")]).toEqual([200, "image/png"]);
      const bytes = new DataView(await answer.arrayBuffer());
      const size = [bytes.getUint32(16), bytes.getUint32(20)];
      expect(size).toEqual(name === "workerd" ? [700, 350] : [160, 80]);
    }
    const small = await uploaded(shop, png(100, 50));
    const original = await get(shop, `${small.path}?w=160`);
    expect(new Uint8Array(await original.arrayBuffer())).toEqual(png(100, 50));
    for (const [query, status] of [
      ["w=161", 422],
      ["w=abc", 400],
      ["width=160", 400],
    ])
      expect([query, (await shop.ask("GET", `${path}?${query}`)).status]).toEqual([query, status]);
  });

  test("answers 404 for what is not there", async () => {
    const shop = shopOf();
    for (const key of ["med_00000000.png", "health", "med_00000000.png%2F160"])
      expect([key, (await get(shop, `/media/${key}`)).status]).toEqual([key, 404]);
  });

  test("refuses what is no picture, too large, or chunked and large", async () => {
    const shop = shopOf();
    const svg = await send(shop, "<svg onload='alert(1)'/>");
    expect([svg.status, svg.body.code]).toEqual([422, "picture_invalid"]);
    expect((await send(shop, "<svg/>", "image/svg+xml")).status).toBe(415);
    expect((await send(shop, "", "image/png")).status).toBe(422);
    expect((await send(shop, png(4, 3, { bytes: 10 * 1024 * 1024 + 1 }))).status).toBe(413);
    const chunked = (bytes: Uint8Array) =>
      send(
        shop,
        new ReadableStream({
          start(stream) {
            stream.enqueue(bytes);
            stream.close();
          },
        }) as BodyInit,
      );
    expect((await chunked(png(30, 30))).status).toBe(201);
    expect((await chunked(png(30, 30, { bytes: 100_000 }))).status).toBe(413);
  });

  test("accepts 10 MiB, several at the same time", async () => {
    const shop = shopOf();
    const all = await Promise.all(
      [1, 2, 3, 4, 5, 6].map((shade) =>
        uploaded(shop, png(40, 30, { shade, bytes: 10 * 1024 * 1024 })),
      ),
    );
    expect(new Set(all.map(({ id }) => id)).size).toBe(6);
    const answer = await get(shop, all[5].path);
    expect((await answer.arrayBuffer()).byteLength).toBe(10 * 1024 * 1024);
  });

  test("deletes a picture once no product shows it", async () => {
    const shop = shopOf();
    const token = staff.get(shop);
    const { id, url, path } = await uploaded(shop, PICTURES["image/webp"], "image/webp");
    const show = (picture: string) =>
      shop.ask("POST", "/v1/admin/products/import", {
        raw: `Handle,Title,Variant SKU,Variant Price,Image Src\nshown,Shown,SHOWN,9.90,${picture}\n`,
        token,
        headers: { "content-type": "text/csv" },
      });
    await show(url);
    const refused = await shop.ask("DELETE", `/v1/admin/media/${id}`, { token });
    expect([refused.status, refused.body.uses]).toMatchObject([409, [{ slug: "shown" }]]);
    await show("https://elsewhere.example/other.png");
    expect((await shop.ask("DELETE", `/v1/admin/media/${id}`, { token })).status).toBe(204);
    expect((await get(shop, path)).status).toBe(404);
  });
});
