import { describe, expect, test } from "bun:test";
import { movableClock } from "#kernel/testing";
import { argon2id } from "./argon2id.rules";
import type { Kdf } from "./kdf.rules";
import { passwordsWith } from "./passwords.service";
import { scrypt } from "./scrypt.rules";

const PASSWORD = "corner-shop-2026";
const PEPPER = "a pepper of thirty-two characters";
const cheapArgon2id = { ...argon2id, recommended: { m: 32, t: 1, p: 1 } };
const cheapScrypt = { ...scrypt, recommended: { ln: 4, r: 8, p: 1 } };
const passwords = passwordsWith(PEPPER, { kdfs: [cheapArgon2id, cheapScrypt] });

describe("a stored password hash", () => {
  test("accepts the right password and refuses wrong ones", async () => {
    const stored = await passwords.hash(PASSWORD);
    expect(await passwords.verify(PASSWORD, stored)).toEqual({ right: true, stale: false });
    for (const wrong of ["corner-shop-2025", "c", "Corner-shop-2026", `${PASSWORD} `]) {
      expect(await passwords.verify(wrong, stored)).toEqual({ right: false, stale: false });
    }
  });

  test("stores a password as a PHC string with algorithm, cost, pepper version and its own salt", async () => {
    const stored = await passwordsWith(PEPPER).hash(PASSWORD);
    expect(stored).toMatch(
      /^\$argon2id\$v=19\$m=19456,t=2,p=1,pepper=1\$[A-Za-z0-9+/]{22}\$[A-Za-z0-9+/]{43}$/,
    );
    expect(await passwords.hash("same")).not.toBe(await passwords.hash("same"));
  });

  test("accepts a password in every Unicode composition", async () => {
    const stored = await passwords.hash("Zoë's café");
    expect(await passwords.verify("Zoe\u0308's cafe\u0301", stored)).toMatchObject({ right: true });
  });

  test("refuses the right password when the pepper differs", async () => {
    const stored = await passwords.hash(PASSWORD);
    const other = passwordsWith("another pepper of 32 characters!", { kdfs: [cheapArgon2id] });
    expect(await other.verify(PASSWORD, stored)).toMatchObject({ right: false });
  });

  test("throws when the algorithm or format of a hash is unknown", async () => {
    const withoutScrypt = passwordsWith(PEPPER, { kdfs: [cheapArgon2id] });
    const ofScrypt = await passwordsWith(PEPPER, { kdfs: [cheapScrypt] }).hash(PASSWORD);
    await expect(withoutScrypt.verify(PASSWORD, ofScrypt)).rejects.toThrow("No algorithm scrypt");
    const older = (await passwords.hash(PASSWORD)).replace("v=19", "v=16");
    await expect(passwords.verify(PASSWORD, older)).rejects.toThrow("No algorithm argon2id");
    for (const form of [
      "",
      "none",
      "$argon2id$v=19$m=32$c2FsdA",
      "$2b$10$abcdefghijklmnopqrstuv",
    ]) {
      await expect(passwords.verify(PASSWORD, form)).rejects.toThrow("unreadable");
    }
  });
});

describe("an outdated password hash", () => {
  const renewed = async (stored: string, now: typeof passwords) => {
    expect(await now.verify(PASSWORD, stored)).toEqual({ right: true, stale: true });
    expect(await now.verify("wrong", stored)).toEqual({ right: false, stale: false });
    const fresh = await now.hash(PASSWORD);
    expect(await now.verify(PASSWORD, fresh)).toEqual({ right: true, stale: false });
    return fresh;
  };

  test("reports a right password with an outdated hash when the algorithm differs", async () => {
    const before = passwordsWith(PEPPER, { kdfs: [cheapScrypt] });
    expect(await renewed(await before.hash(PASSWORD), passwords)).toStartWith("$argon2id$");
  });

  test("reports a right password with an outdated hash when the cost differs", async () => {
    const dearer = { ...argon2id, recommended: { m: 64, t: 1, p: 1 } };
    const now = passwordsWith(PEPPER, { kdfs: [dearer] });
    expect(await renewed(await passwords.hash(PASSWORD), now)).toContain("$m=64,");
  });

  test("reports a right password with an outdated hash when the pepper is older", async () => {
    const stored = await passwords.hash(PASSWORD);
    const rotated = passwordsWith(`2:a newer pepper,1:${PEPPER}`, { kdfs: [cheapArgon2id] });
    expect(await renewed(stored, rotated)).toContain(",pepper=2$");
    const retired = passwordsWith("2:a newer pepper", { kdfs: [cheapArgon2id] });
    await expect(retired.verify(PASSWORD, stored)).rejects.toThrow("lacks version 1");
  });
});

describe("a key derivation", () => {
  /** Returns a key derivation function that works like `kdf` and records its calls. */
  const counted = (kdf: Kdf) => {
    const costs: object[] = [];
    const derive: Kdf["derive"] = (password, salt, cost) => {
      costs.push({ ...cost, saltBytes: salt.length });
      return kdf.derive(password, salt, cost);
    };
    return { costs, kdf: { ...kdf, derive } };
  };

  test("derives one key at the same cost whether or not the account exists", async () => {
    const { costs, kdf } = counted(cheapArgon2id);
    const counting = passwordsWith(PEPPER, { kdfs: [kdf] });
    const stored = await counting.hash(PASSWORD);
    costs.length = 0;
    expect(await counting.verify("a wrong password", stored)).toMatchObject({ right: false });
    expect(await counting.verify("a wrong password", undefined)).toMatchObject({ right: false });
    const once = { m: 32, t: 1, p: 1, saltBytes: 16 };
    expect(costs).toEqual([once, once]);
  });

  /** Returns a key derivation function whose calls end only when the test ends them. */
  const slow = () => {
    const finish: (() => void)[] = [];
    const derive: Kdf["derive"] = () =>
      new Promise((resolve) => finish.push(() => resolve(new Uint8Array(32))));
    return { finish, kdf: { ...cheapArgon2id, derive } };
  };
  const nextTurn = () => new Promise((resolve) => setTimeout(resolve, 0));

  test("runs two key derivations at once, and answers overloaded to a third after 8 seconds", async () => {
    const clock = movableClock();
    const { finish, kdf } = slow();
    const gated = passwordsWith(PEPPER, { kdfs: [kdf], clock });
    const inside = [gated.hash(PASSWORD), gated.verify(PASSWORD, undefined)];
    const third = gated.verify(PASSWORD, undefined).catch((err) => err.code);
    await nextTurn();
    expect(finish.length).toBe(2);
    clock.advance(8001);
    expect(await third).toBe("overloaded");
    expect(finish.length).toBe(2);
    for (const end of finish) end();
    await Promise.all(inside);
    const next = gated.hash(PASSWORD);
    await nextTurn();
    expect(finish.length).toBe(3);
    finish[2]?.();
    expect(await next).toStartWith("$argon2id$");
  });

  test("lets waiting requests run before it starts a key derivation", async () => {
    const order: string[] = [];
    setTimeout(() => order.push("another request"), 0);
    const derive: Kdf["derive"] = (...given) => {
      order.push("derivation");
      return argon2id.derive(...given);
    };
    await passwordsWith(PEPPER, { kdfs: [{ ...cheapArgon2id, derive }] }).hash(PASSWORD);
    expect(order).toEqual(["another request", "derivation"]);
  });
});

describe("the check of a new password", () => {
  const refusal = (choice: Parameters<typeof passwords.refuseCommon>[0]) => {
    try {
      passwords.refuseCommon(choice);
    } catch (err) {
      return err;
    }
  };

  test("throws password_too_common with the field's pointer when a password is common", () => {
    expect(refusal({ password: "Password1" })).toMatchObject({
      code: "password_too_common",
      errors: [{ pointer: "/password", code: "password_too_common" }],
    });
    expect(
      refusal({
        password: "iloveyou",
        email: "pat@example.test",
        pointer: "/newPassword",
      }),
    ).toMatchObject({
      errors: [{ pointer: "/newPassword" }],
    });
  });

  test("accepts passwords that are not common", () => {
    for (const fine of [PASSWORD, "a long enough one", "Zoë's café um die Ecke"]) {
      expect(refusal({ password: fine, email: "pat@example.test" })).toBeUndefined();
    }
  });
});
