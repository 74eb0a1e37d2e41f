import { afterAll, beforeAll, describe, expect, setDefaultTimeout, test } from "bun:test";
import { sql } from "drizzle-orm";
import type { Database } from "#db/client";
import { eventually, type Json } from "#tests/system";
import { type AdministeredShop, startAdministered, verifyAddress } from "./administered-shop";
import { newCustomer, PASSWORD, signIn } from "./principals";
import { scaled } from "./scale";
import { BOOT_MS, PATIENCE_MS, type ServedShop } from "./shop";

/** S-REUSE and S-LOGOUT: what a session can do, and how long. */
setDefaultTimeout(PATIENCE_MS);
let shop: ServedShop;
let users: Database;
let admin: AdministeredShop["admin"];
beforeAll(async () => {
  ({ shop, users, admin } = await startAdministered());
}, BOOT_MS);
afterAll(() => shop?.stop());

const refresh = (refreshToken: string) =>
  shop.ask("POST", "/v1/auth/refresh", { body: { refreshToken } });

const FAMILIES = 10;

describe("S-REUSE", () => {
  test("returns the same successor when the answer to a refresh was lost", async () => {
    const { refreshToken } = await newCustomer(shop);
    const first = await refresh(refreshToken);
    const again = await refresh(refreshToken);
    expect([first.status, again.status]).toEqual([200, 200]);
    expect(again.body.refreshToken).toBe(first.body.refreshToken);
  });

  test("leaves one active token when one token is refreshed 20 times at once", async () => {
    const { refreshToken } = await newCustomer(shop);
    const answers = await Promise.all(Array.from({ length: 20 }, () => refresh(refreshToken)));
    expect(answers.map(({ status }) => status)).toEqual(Array(20).fill(200));
    const [successor, ...others] = new Set(answers.map(({ body }) => body.refreshToken as string));
    expect(others).toEqual([]);
    expect((await refresh(successor ?? "")).status).toBe(200);
  });

  test("ends a family of tokens when a used one is presented, and mails its owner once", async () => {
    const { refreshToken, email } = await newCustomer(shop);
    const next = (await refresh(refreshToken)).body.refreshToken;
    const last = (await refresh(next)).body.refreshToken;
    for (const stolen of [refreshToken, refreshToken, next]) {
      const { status, body } = await refresh(stolen);
      expect([status, body.code]).toEqual([401, "refresh_reused"]);
    }
    expect((await refresh(last)).status).toBe(401);
    const warned = (mails: Json[]) => mails.filter(({ subject }) => /sign|session/i.test(subject));
    const mails = await eventually(
      "a warning",
      () => shop.mailsTo(email),
      (all) => warned(all).length > 0,
    );
    expect(warned(mails)).toHaveLength(1);
  });

  test("refuses staff at once when a stolen session has ended", async () => {
    const { token, refreshToken } = await signIn(shop, "staff@bodega.test");
    expect((await shop.ask("GET", "/v1/admin/orders", { token })).status).toBe(200);
    const next = (await refresh(refreshToken)).body.refreshToken;
    await refresh(next);
    await refresh(refreshToken);
    const { status, body } = await shop.ask("GET", "/v1/admin/orders", { token });
    expect([status, body.code]).toEqual([401, "unauthenticated"]);
  });

  test(
    "keeps at most one active token per family, in whatever order owner and thief refresh",
    async () => {
      const families = await Promise.all(Array.from({ length: FAMILIES }, () => newCustomer(shop)));
      const walk = async ({ refreshToken }: { refreshToken: string }) => {
        const tokens = [refreshToken];
        for (let step = 0; step < scaled(8); step += 1) {
          const token = tokens[Math.floor(Math.random() * tokens.length)] ?? refreshToken;
          const answers = await Promise.all([refresh(token), refresh(token)]);
          for (const { body } of answers) if (body.refreshToken) tokens.push(body.refreshToken);
        }
      };
      await Promise.all(families.map(walk));
      const forks = await users.read.all(sql`
      select session_id from refresh_tokens join sessions on sessions.id = session_id
      where used_at is null and ended_at is null group by session_id having count(*) > 1`);
      expect(forks).toEqual([]);
    },
    scaled(PATIENCE_MS),
  );
});

describe("S-LOGOUT", () => {
  const orderAs = async (token: string) => {
    const { body: list } = await shop.ask("GET", "/v1/products?inStock=true&limit=1");
    const lines = [{ variantId: list.data[0].variants[0].id, quantity: 1 }];
    const { body: cart } = await shop.ask("POST", "/v1/carts", { body: { lines } });
    return shop.ask("POST", "/v1/orders", {
      token,
      body: { cartId: cart.id, payment: { method: "card", token: "pm_card_visa" } },
      headers: { "idempotency-key": crypto.randomUUID() },
    });
  };

  /** Acts that end sessions, for an account that is signed in twice. */
  const ENDINGS: [string, (who: Json, second: Json) => Promise<{ status: number }>][] = [
    [
      "signing out",
      (_, { refreshToken }) => shop.ask("POST", "/v1/auth/logout", { body: { refreshToken } }),
    ],
    [
      "a new password",
      ({ token }) =>
        shop.ask("POST", "/v1/me/password", {
          token,
          body: { currentPassword: PASSWORD, newPassword: "eight lanterns by the door" },
        }),
    ],
    ["ending all others", ({ token }) => shop.ask("DELETE", "/v1/me/sessions", { token })],
    [
      "being disabled",
      ({ userId }) =>
        shop.ask("POST", `/v1/admin/customers/${userId}/disable`, { token: admin.token }),
    ],
    [
      "another role",
      async ({ userId }) => {
        await verifyAddress(users, userId);
        return shop.ask("PATCH", `/v1/admin/staff/${userId}`, {
          token: admin.token,
          body: { roles: ["staff"] },
        });
      },
    ],
  ];

  test.each(ENDINGS)("refuses refresh and purchase after %s", async (_, end) => {
    const first = await newCustomer(shop);
    const second = await signIn(shop, first.email, PASSWORD);
    const ended = await end(first, second);
    expect(ended.status).toBeLessThan(300);
    expect((await refresh(second.refreshToken)).status).toBe(401);
    const order = await orderAs(second.token);
    expect([order.status, order.body.code]).toEqual([401, "unauthenticated"]);
  });

  test("refuses former staff at once", async () => {
    const helper = await newCustomer(shop);
    await verifyAddress(users, helper.userId);
    const roles = (list: string[]) =>
      shop.ask("PATCH", `/v1/admin/staff/${helper.userId}`, {
        token: admin.token,
        body: { roles: list },
      });
    expect((await roles(["staff"])).status).toBe(200);
    const staff = await signIn(shop, helper.email, PASSWORD);
    expect((await shop.ask("GET", "/v1/admin/orders", { token: staff.token })).status).toBe(200);
    expect((await roles(["customer"])).status).toBe(200);
    const { status } = await shop.ask("GET", "/v1/admin/orders", { token: staff.token });
    expect([401, 403]).toContain(status);
  });
});
