import { expect, test } from "bun:test";
import { passwordsWith, RECOMMENDED } from "./password";

const CHEAP = { algorithm: "scrypt", cost: { ln: 4, r: 8, p: 1 } };
const PEPPER = "a pepper of thirty-two characters";
const passwords = passwordsWith(PEPPER, CHEAP);

test("knows the right password from wrong ones", async () => {
  const stored = await passwords.hash("corner-shop-2026");
  expect(await passwords.verify("corner-shop-2026", stored)).toEqual({ right: true, stale: false });
  for (const wrong of ["corner-shop-2025", "", "Corner-shop-2026", "corner-shop-2026 "]) {
    expect(await passwords.verify(wrong, stored)).toEqual({ right: false, stale: false });
  }
});

test("writes hashes as PHC strings that name algorithm, cost and pepper, each with its own salt", async () => {
  const stored = await passwordsWith(PEPPER).hash("corner-shop-2026");
  expect(stored).toMatch(/^\$scrypt\$ln=15,r=8,p=3,pepper=1\$[\w+/]{22}\$[\w+/]{43}$/);
  expect(await passwords.hash("same")).not.toBe(await passwords.hash("same"));
});

test("stays within what the platform allows and above what OWASP asks for", () => {
  const { ln, r, p } = RECOMMENDED.cost;
  expect(2 ** ln * r * p).toBeLessThanOrEqual(2 ** 20);
  expect(2 ** ln * r * p).toBeGreaterThanOrEqual(2 ** 15 * 8 * 3);
});

test("takes one text for one password, however it is composed", async () => {
  const stored = await passwords.hash("Zoë's café");
  expect(await passwords.verify("Zoe\u0308's cafe\u0301", stored)).toMatchObject({ right: true });
});

test("is wrong for nobody's password, after the same work", async () => {
  const costly = passwordsWith(PEPPER, { algorithm: "scrypt", cost: { ln: 14, r: 8, p: 1 } });
  const stored = await costly.hash("somebody's password");
  const timed = async (hash: string | undefined) => {
    const startedAt = performance.now();
    expect(await costly.verify("a wrong password", hash)).toEqual({ right: false, stale: false });
    return performance.now() - startedAt;
  };
  const fastest = async (hash: string | undefined) =>
    Math.min(await timed(hash), await timed(hash), await timed(hash), await timed(hash));
  // One derivation against none would differ a hundredfold; the bound leaves room for a busy machine.
  expect(await fastest(undefined)).toBeGreaterThan((await fastest(stored)) / 4);
});

test("is of no use without the pepper", async () => {
  const stored = await passwords.hash("corner-shop-2026");
  const other = passwordsWith("another pepper of 32 characters!", CHEAP);
  expect(await other.verify("corner-shop-2026", stored)).toMatchObject({ right: false });
});

test("goes on with an older pepper and calls its hashes stale", async () => {
  const stored = await passwords.hash("corner-shop-2026");
  const rotated = passwordsWith(`2:a newer pepper,1:${PEPPER}`, CHEAP);
  expect(await rotated.verify("corner-shop-2026", stored)).toEqual({ right: true, stale: true });
  const renewed = await rotated.hash("corner-shop-2026");
  expect(renewed).toContain("pepper=2$");
  expect(await rotated.verify("corner-shop-2026", renewed)).toEqual({ right: true, stale: false });
  const retired = passwordsWith("2:a newer pepper", CHEAP);
  await expect(retired.verify("corner-shop-2026", stored)).rejects.toThrow("lacks version 1");
});

test("calls a hash stale that was made at another cost", async () => {
  const stored = await passwords.hash("corner-shop-2026");
  const dearer = passwordsWith(PEPPER, { algorithm: "scrypt", cost: { ln: 5, r: 8, p: 1 } });
  expect(await dearer.verify("corner-shop-2026", stored)).toEqual({ right: true, stale: true });
  expect(await dearer.verify("wrong", stored)).toEqual({ right: false, stale: false });
});
