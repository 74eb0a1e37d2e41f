import { describe, expect, test } from "bun:test";
import Gateway from "#gateway/index";
import { platformBindings, quietServices, TEST_VARS } from "#gateway/testing";

const FILES: Record<string, string> = {
  "/openapi.json": '{"openapi":"3.1.0"}',
  "/openapi/orders.json": '{"openapi":"3.1.0"}',
  "/docs/index.html": "<!doctype html>",
  "/docs/orders.md": "# Orders",
  "/docs/scalar.js": "var Scalar;",
  "/llms.txt": "# Storefront API",
  "/secret.json": "{}",
};

const ctx = { waitUntil: () => undefined } as unknown as ExecutionContext;
const readPaths: string[] = [];
const env = {
  ...quietServices(),
  ...platformBindings(),
  ...TEST_VARS,
  CLIENT_IP_HEADER: "cf-connecting-ip",
  ASSETS: {
    fetch: async (request: Request) => {
      const { pathname } = new URL(request.url);
      readPaths.push(pathname);
      const text = FILES[pathname];
      return text === undefined ? new Response(null, { status: 404 }) : new Response(text);
    },
  },
};
const gateway = new Gateway(ctx, env);
const read = (path: string) => {
  const headers = { "cf-connecting-ip": "192.0.2.7" };
  return gateway.fetch(new Request(`https://shop.test${path}`, { headers }));
};

describe("the reference", () => {
  test.each([
    ["/openapi.json", "application/json"],
    ["/openapi/orders.json", "application/json"],
    ["/docs", "text/html; charset=utf-8"],
    ["/docs/orders.md", "text/markdown; charset=utf-8"],
    ["/docs/scalar.js", "text/javascript; charset=utf-8"],
    ["/llms.txt", "text/plain; charset=utf-8"],
  ])("serves %s as %s", async (path, type) => {
    const answer = await read(path);
    expect([answer.status, answer.headers.get("content-type")]).toEqual([200, type]);
    expect(answer.headers.get("cache-control")).toBe("public, max-age=300");
    expect(answer.headers.get("ratelimit-policy")).toContain("browse");
  });

  test("runs no script and reaches no host but its own", async () => {
    const policy = (await read("/docs")).headers.get("content-security-policy") ?? "";
    expect(policy).toContain("default-src 'none'");
    expect(policy).toContain("script-src 'self';");
    expect(policy).toContain("connect-src 'self';");
  });

  test.each(["/openapi/unknown.json", "/docs/..%2fsecret.json", "/docs/secret.json.bak"])(
    "answers 404 for the path %s",
    async (path) => {
      expect((await read(path)).status).toBe(404);
    },
  );

  test("reads no file until a request names one", async () => {
    readPaths.length = 0;
    await read("/health");
    expect(readPaths).toEqual([]);
  });
});
