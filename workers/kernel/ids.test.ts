import { expect, test } from "bun:test";
import { digestId, ID_PREFIXES, isId, newId } from "#kernel/ids";

test("sorts ids by age", () => {
  const ids = Array.from({ length: 50 }, (_, index) => newId("order", 1_700_000_000_000 + index));
  expect([...ids].sort()).toEqual(ids);
});

test("creates different ids in the same millisecond", () => {
  const ids = new Set(Array.from({ length: 10_000 }, () => newId("cart", 1)));
  expect(ids.size).toBe(10_000);
});

test("recognises the kind of an id by its prefix", () => {
  expect(isId("order", newId("order"))).toBe(true);
  expect(isId("order", newId("cart"))).toBe(false);
  expect(isId("order", "ord_'; drop table orders")).toBe(false);
});

test("gives each kind of id its own prefix", () => {
  const prefixes = Object.values(ID_PREFIXES);
  expect(new Set(prefixes).size).toBe(prefixes.length);
});

test("derives the same id from the same text", async () => {
  expect(await digestId("line", "a")).toBe(await digestId("line", "a"));
  expect(await digestId("line", "a")).not.toBe(await digestId("line", "b"));
});
