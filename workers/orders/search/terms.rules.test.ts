import { describe, expect, test } from "bun:test";
import type { OrderRow } from "#orders/order/order.rules";
import { termOf, termsOf } from "./terms.rules";

const address = (name: string) => ({
  name,
  line1: "",
  city: "",
  postalCode: "",
  country: "DE",
});
const row = (overrides: object, skus: (string | null)[] = [null], name = "Ada Lovelace") =>
  ({
    number: "ORD-1234567890",
    email: "Ada@Example.com",
    customerId: null,
    snapshot: {
      lines: skus.map((sku) => ({ sku })),
      shippingAddress: address(name),
      billingAddress: address(name),
    },
    ...overrides,
  }) as unknown as OrderRow;
const ofBuyer = (order: OrderRow) =>
  termsOf(order).flatMap(({ term, isPersonal }) => (isPersonal ? [term] : []));
const ofGoods = (order: OrderRow) =>
  termsOf(order).flatMap(({ term, isPersonal }) => (isPersonal ? [] : [term]));

describe("the terms of an order", () => {
  test("are its number, SKUs, address, names and account", () => {
    const order = row({ customerId: "usr_1" }, ["MUG-Blau", "mug-blau", null, ""]);
    expect(ofGoods(order)).toEqual(["ord-1234567890", "1234567890", "mug-blau"]);
    expect(ofBuyer(order)).toEqual(["ada@example.com", "ada lovelace", "lovelace", "usr_1"]);
  });

  test("are not personal where a name is a SKU", () => {
    const order = row({ email: "" }, ["LOVELACE"]);
    expect(ofGoods(order)).toContain("lovelace");
    expect(ofBuyer(order)).toEqual(["ada lovelace"]);
  });

  test("are bounded in number and length", () => {
    const order = row({}, ["x".repeat(300)], "a ".repeat(99));
    expect(termsOf(order).length).toBeLessThan(15);
    expect(Math.max(...termsOf(order).map(({ term }) => term.length))).toBe(100);
  });

  test("leave out what an erasure has blanked", () => {
    expect(ofBuyer(row({ email: "" }, [], ""))).toEqual([]);
  });
});

test.each([
  ["ΜΑΎΡΟΣ", "μαυροσ"],
  ["Straße", "strasse"],
  ["  Ada\t Lovelace ", "ada lovelace"],
  ["💐".repeat(150), "💐".repeat(1)],
])("folds %j", (text, term) => {
  expect(termOf(text).startsWith(term)).toBe(true);
  expect(termOf(text).isWellFormed()).toBe(true);
});
