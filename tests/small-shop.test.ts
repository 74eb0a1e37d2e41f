import { afterAll, beforeAll, describe, expect, test } from "bun:test";
import { type Json, type System, startSystem } from "./system";

const BOOT_MS = 120_000;

let system: System;
beforeAll(async () => {
  system = await startSystem();
}, BOOT_MS);
afterAll(() => system?.stop());

describe("the small shop", () => {
  test("has at least sixty products in twelve categories, with variants and stock", async () => {
    const { body: first } = await system.ask("GET", "/v1/products?limit=100");
    expect(first.data.length).toBeGreaterThanOrEqual(60);
    const { body: tree } = await system.ask("GET", "/v1/categories");
    const count = (all: Json[]): number =>
      all.reduce((sum, one) => sum + 1 + count(one.children), 0);
    expect(count(tree.data)).toBeGreaterThanOrEqual(12);
    expect(first.data.some((product: Json) => product.variants.length > 1)).toBe(true);
    expect(first.data.some((product: Json) => product.variants[0].available)).toBe(true);
  });

  test("lists each product once, page by page", async () => {
    const seen: string[] = [];
    let cursor = "";
    do {
      const { body } = await system.ask(
        "GET",
        `/v1/products?limit=25&sort=title${cursor && `&cursor=${cursor}`}`,
      );
      seen.push(...body.data.map((product: Json) => product.id));
      cursor = body.nextCursor;
    } while (cursor);
    expect(new Set(seen).size).toBe(seen.length);
    expect(seen.length).toBeGreaterThanOrEqual(60);
  });

  test("answers health, readiness and the list of services", async () => {
    expect((await system.ask("GET", "/health")).body).toMatchObject({ status: "ok" });
    const ready = await system.ask("GET", "/health/ready");
    expect([ready.status, ready.body.status]).toEqual([200, "ok"]);
    expect(ready.body).toEqual({ status: "ok" });
    expect((await system.ask("GET", "/v1/services")).body).toEqual({ status: "ok" });
    const asMonitor = { token: "bodega-dev" };
    const services = (await system.ask("GET", "/v1/services", asMonitor)).body.data;
    expect(services.map((service: Json) => service.name).toSorted()).toEqual([
      "cart",
      "catalog",
      "notifications",
      "orders",
      "payments",
      "receipts",
      "settings",
      "users",
    ]);
    expect(services.every((service: Json) => service.health.length > 0)).toBe(true);
  });

  test("keeps the caller's request id and trace", async () => {
    const answer = await system.ask("GET", "/v1/categories", {
      headers: { "x-request-id": "my-request-1" },
    });
    expect(answer.headers.get("x-request-id")).toBe("my-request-1");
  });
});
