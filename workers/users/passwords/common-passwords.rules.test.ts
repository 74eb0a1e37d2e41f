import { expect, test } from "bun:test";
import { commonPasswords } from "#dev/common-passwords";
import { SEED_PASSWORD } from "#users/seed/seed.store";
import { filterOf, isIn } from "./bloom.rules";
import bytes from "./common-passwords.bin";
import { isCommonPassword } from "./common-passwords.rules";

test("finds every common password of eight characters or more, in any case", () => {
  const common = commonPasswords();
  expect(common.length).toBeGreaterThan(15_000);
  expect(common.filter((password) => !isCommonPassword(password))).toEqual([]);
  expect(common.filter((password) => !isCommonPassword(password.toUpperCase()))).toEqual([]);
});

test("reports at most two of ten thousand other passwords as common", () => {
  const others = Array.from({ length: 200_000 }, (_, i) => `corner shop no. ${i}`);
  expect(others.filter((password) => isCommonPassword(password)).length).toBeLessThan(40);
});

test("contains the Bloom filter that dev/common-passwords.ts generates from the list", () => {
  expect(Buffer.from(bytes).equals(Buffer.from(filterOf(commonPasswords())))).toBe(true);
});

test("finds no password in an empty Bloom filter", () => {
  expect(isIn(filterOf(["one", "two"]), "one")).toBe(true);
  expect(isIn(new Uint8Array(64), "one")).toBe(false);
});

test("refuses passwords of the account's e-mail address or the shop's name with few other characters", () => {
  const email = "Joe.Shopper@example.test";
  for (const obvious of [
    ...["joe.shopper@example.test", "JOE.SHOPPER", "joe.shopper1!", "2026joe.shopper"],
    ...["bodega2026!", "BodegaBodega", "bodegapassword", "joe.shopper-bodega"],
  ]) {
    expect([obvious, isCommonPassword(obvious, email)]).toEqual([obvious, true]);
  }
});

test("accepts passwords that contain the address or the shop's name beside enough other characters", () => {
  for (const [fine, email] of [
    ["corner-shop-2026", "shop@example.test"],
    ["la bodega de la esquina", "pat@example.test"],
    ["joannefisher of old", "ann@example.test"],
    [SEED_PASSWORD, undefined],
  ] as const) {
    expect([fine, isCommonPassword(fine, email)]).toEqual([fine, false]);
  }
});
