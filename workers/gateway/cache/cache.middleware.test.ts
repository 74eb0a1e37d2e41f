import { describe, expect, test } from "bun:test";
import type { GatewayContext } from "#gateway/context.http";
import { newBareApp } from "#kernel/routes/app";
import { movableClock } from "#kernel/testing";
import { cacheMiddleware } from "./cache.middleware";
import { answerCache } from "./cache.store";
import { shopLanguages } from "./languages.store";

describe("a cached answer", () => {
  const url = "https://shop.test/v1/products?b=2&a=1";
  /** Returns the cached answer, or undefined if the request reaches the next middleware. */
  const fromMemory = async (request: Request): Promise<Response | undefined> => {
    const cache = answerCache(movableClock());
    const headers = { ETag: '"x"', "Cache-Control": "s-maxage=10", "bodega-tags": "prd_1" };
    const { answer, keep } = cacheMiddleware(cache, shopLanguages(cache));
    let isHandedOn = false;
    const app = newBareApp<GatewayContext>();
    app.use("/*", answer);
    app.get("/v1/products", keep);
    app.all("/*", () => {
      isHandedOn = true;
      return new Response("[]", { headers });
    });
    await app.fetch(new Request(url));
    isHandedOn = false;
    const response = await app.fetch(request);
    return isHandedOn ? undefined : response;
  };

  test("is returned at once, with the headers of every outgoing answer", async () => {
    const answer = await fromMemory(new Request(url));
    expect([answer?.status, await answer?.text()]).toEqual([200, "[]"]);
    expect(answer?.headers.get("x-content-type-options")).toBe("nosniff");
    expect(answer?.headers.get("x-request-id")).toBeString();
    expect(answer?.headers.get("bodega-tags")).toBeNull();
    const headers = { "if-none-match": '"x"' };
    expect((await fromMemory(new Request(url, { headers })))?.status).toBe(304);
  });

  test.each([
    ["a page of another origin", new Request(url, { headers: { origin: "https://else.test" } })],
    ["a change", new Request(url, { method: "POST" })],
    ["another query", new Request("https://shop.test/v1/products?a=1")],
    ["an ambiguous path", new Request("https://shop.test/v1//products")],
    ["a private path", new Request("https://shop.test/v1/me")],
  ])("is not returned at once to %s", async (_, request) => {
    expect(await fromMemory(request)).toBeUndefined();
  });

  /** Returns the answer that is given before the app is entered. */
  const beforeApp = async (request: Request) => {
    const cache = answerCache(movableClock());
    const headers = { ETag: '"x"', "Cache-Control": "s-maxage=10" };
    await cache.keep("/v1/products?a=1&b=2", new Response("[]", { headers }), cache.generation());
    return cacheMiddleware(cache, shopLanguages(cache)).fromMemory(request);
  };

  test("is returned before the app is entered when the read is anonymous", async () => {
    const headers = { "x-request-id": "storefront-1" };
    const answer = await beforeApp(new Request(url, { headers }));
    expect([answer?.status, await answer?.text()]).toEqual([200, "[]"]);
    expect(answer?.headers.get("x-request-id")).toBe("storefront-1");
  });

  test.each([
    ["a page of another origin", { origin: "https://else.test" }, "GET", url],
    ["a caller with a token", { authorization: "Bearer abc" }, "GET", url],
    ["a change", {}, "POST", url],
    ["a host that is no host name", {}, "GET", url.replace("shop.test", "*")],
  ])("is not returned before the app is entered to %s", async (_, headers, method, to) => {
    expect(await beforeApp(new Request(to, { headers, method }))).toBeUndefined();
  });
});
