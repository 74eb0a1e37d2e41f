import { afterAll, beforeAll, expect, test } from "bun:test";
import { sql } from "drizzle-orm";
import { compareSizes } from "./asking";
import { followChanges } from "./following";
import { questionsOf } from "./questions";
import { type SizedShop, sizedShop } from "./shop";

const PRODUCTS = 700;

let small: SizedShop;
let large: SizedShop;
beforeAll(async () => {
  const filled = (products: number) => sizedShop({ products, collections: 24 }, () => undefined);
  [small, large] = [await filled(400), await filled(PRODUCTS)];
}, 60_000);
afterAll(async () => {
  await small?.catalog.stop();
  await large?.catalog.stop();
});

test("answers each question in two shops, never the same one twice", async () => {
  const compared = await compareSizes([small, large], 5);
  const asked = Object.entries(questionsOf(large));
  expect(compared.map(({ question }) => question)).toEqual([
    ...asked.map(([name]) => name),
    "depth in the large shop",
  ]);
  expect(compared.every(({ ratio }) => ratio > 0)).toBe(true);
  const paths = Array.from({ length: 20 }, () => asked.find(([name]) => name === "list")?.[1]());
  expect(new Set(paths).size).toBeGreaterThan(15);
}, 60_000);

test("makes all products join a collection, and follow a moved category and a bulk change, in steps", async () => {
  const { db } = large.catalog;
  const membersMax = async (place: string) => {
    const [row] = await db.read.all<{ n: number }>(sql`select max(n) as n from (
      select count(*) as n from shelves where place like ${place} group by place)`);
    return row?.n;
  };
  const before = await membersMax("c:%");
  const [compared, moved, changed] = await followChanges(large);
  expect(compared?.steps).toBe(Math.ceil(PRODUCTS / 250) + 1);
  expect(await membersMax("k:%")).toBe(PRODUCTS);
  expect(moved?.steps).toBeGreaterThan(1);
  expect(await membersMax("c:%")).toBeGreaterThan((before ?? 0) * 1.9);
  expect(changed?.steps).toBe(Math.ceil(PRODUCTS / 15));
  expect(await membersMax("t:autumn")).toBe(PRODUCTS);
}, 60_000);
