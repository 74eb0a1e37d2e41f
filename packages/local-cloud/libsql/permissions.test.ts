import { afterEach, expect, test } from "bun:test";
import { endAll } from "#cloud/frame/testing";
import { withStock } from "./testing";

afterEach(endAll);

test("lets a token that may only read read, and refuses its writes", async () => {
  const { open, available } = await withStock({ readOnlyToken: "read-only" });
  const reader = open("shop", "read-only");
  expect((await reader.execute("SELECT sku FROM stock ORDER BY sku")).rows).toHaveLength(2);
  for (const write of [
    () => reader.execute("UPDATE stock SET available = 0"),
    () => reader.batch(["UPDATE stock SET available = 0"], "write"),
  ])
    expect(await write().catch(String)).toContain("403");
  expect(await available("tea")).toBe(5);
});
