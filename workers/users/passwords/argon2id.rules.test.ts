import { describe, expect, test } from "bun:test";
import { argon2id } from "./argon2id.rules";
import { KDFS } from "./kdfs.rules";

const bytes = (text: string) => new TextEncoder().encode(text);
const base64 = (array: Uint8Array) => Buffer.from(array).toString("base64").replaceAll("=", "");

/**
 * Test vectors of Argon2id, version 0x13: https://github.com/P-H-C/phc-winner-argon2/blob/master/src/test.c
 */
const VECTORS = [
  [
    65_536,
    2,
    1,
    "password",
    "somesalt",
    "09316115d5cf24ed5a15a31a3ba326e5cf32edc24702987c02b6566f61913cf7",
  ],
  [
    256,
    2,
    1,
    "password",
    "somesalt",
    "9dfeb910e80bad0311fee20f9c0e2b12c17987b4cac90c2ef54d5b3021c68bfe",
  ],
  [
    256,
    2,
    2,
    "password",
    "somesalt",
    "6d093c501fd5999645e0ea3bf620d7b8be7fd2db59c20d9fff9539da2bf57037",
  ],
  [
    65_536,
    1,
    1,
    "password",
    "somesalt",
    "f6a5adc1ba723dddef9b5ac1d464e180fcd9dffc9d1cbf76cca2fed795d9ca98",
  ],
  [
    65_536,
    4,
    1,
    "password",
    "somesalt",
    "9025d48e68ef7395cca9079da4c4ec3affb3c8911fe4f86d1a2520856f63172c",
  ],
  [
    65_536,
    2,
    1,
    "differentpassword",
    "somesalt",
    "0b84d652cf6b0c4beaef0dfe278ba6a80df6696281d7e0d2891b817d8c458fde",
  ],
  [
    65_536,
    2,
    1,
    "password",
    "diffsalt",
    "bdf32b05ccc42eb15d58fd19b1f856b113da1e9a5874fdcc544308565aa8141c",
  ],
] as const;

describe("argon2id", () => {
  test("derives the same keys as the reference implementation", async () => {
    for (const [m, t, p, password, salt, expected] of VECTORS) {
      const tag = await argon2id.derive(bytes(password), bytes(salt), { m, t, p });
      expect([m, t, p, Buffer.from(tag).toString("hex")]).toEqual([m, t, p, expected]);
    }
  });

  test("derives the same key as Bun at the recommended cost, for passwords of any length", async () => {
    const { m = 0, t = 0, p = 0 } = argon2id.recommended;
    const salt = crypto.getRandomValues(new Uint8Array(16));
    for (const password of ["p", "corner-shop-2026", "ü".repeat(128)]) {
      const tag = await argon2id.derive(bytes(password), salt, { m, t, p });
      const phc = `$argon2id$v=19$m=${m},t=${t},p=${p}$${base64(salt)}$${base64(tag)}`;
      expect(await Bun.password.verify(password, phc)).toBe(true);
      expect(await Bun.password.verify(`${password}.`, phc)).toBe(false);
    }
  });

  test("derives the right keys when two derivations start at once", async () => {
    const cost = { m: 256, t: 2, p: 1 };
    const derive = async (password: string) =>
      base64(await argon2id.derive(bytes(password), bytes("somesalt"), cost));
    const [one, other] = await Promise.all([derive("one"), derive("other")]);
    expect([one, other]).toEqual([await derive("one"), await derive("other")]);
    expect(one).not.toBe(other);
  });

  test("makes new hashes with Argon2id, at the cost of OWASP and ASVS 5", () => {
    expect(KDFS[0]).toBe(argon2id);
    expect(argon2id.recommended).toEqual({ m: 19_456, t: 2, p: 1 });
  });
});
