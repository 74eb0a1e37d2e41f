import { expect, test } from "bun:test";
import { cacheKeyOf } from "./target.rules";

test("makes the same cache key when the order of parameters differs", () => {
  const key = (search: string) => cacheKeyOf(new URL(`https://x.test/v1/products${search}`));
  expect(key("?a=1&b=2")).toBe(key("?b=2&a=1"));
  expect(key("?a=1")).not.toBe(key("?a=2"));
});
