import { afterAll, beforeAll, describe, expect, setDefaultTimeout, test } from "bun:test";
import { CART_LINES_MAX } from "#contract/cart";
import { ADDRESS } from "#tests/buying";
import { redisKept } from "#tests/security/dump";
import { variantsOf } from "#tests/security/guest";
import { newCustomer } from "#tests/security/principals";
import { BOOT_MS, PATIENCE_MS, type ServedShop, startServed } from "#tests/security/shop";
import type { Json } from "#tests/system";
import { ANSWERS_BYTES_MAX, CART_BYTES_MAX } from "#workers/cart/bounds.rules";

/** What a stranger can put into carts, and which carts a stranger can open. */
setDefaultTimeout(PATIENCE_MS);
let shop: ServedShop;
let variants: Json[];
beforeAll(async () => {
  shop = await startServed();
  variants = await variantsOf(shop);
}, BOOT_MS);
afterAll(() => shop?.stop());

describe("a cart that is filled up", () => {
  const CHANGES = 20;
  /** Bytes for names of keys and fields, counters and times, beyond what the bounds count. */
  const OVERHEAD_BYTES = 16 * 1024;

  const add = (cartId: string, properties: Record<string, string>) =>
    shop.ask("POST", `/v1/carts/${cartId}/lines`, {
      body: { variantId: variants[0].id, quantity: 1, properties },
    });
  const keptBytes = async (cartId: string) => {
    const texts = (kept: unknown): string[] =>
      typeof kept === "string"
        ? [kept]
        : Object.entries(kept as object)
            .flat()
            .map(String);
    const kept = await redisKept(shop, `*${cartId}*`);
    return kept
      .flatMap(([, held]) => texts(held))
      .reduce((sum, text) => sum + Buffer.byteLength(text), 0);
  };

  test("refuses properties that take more bytes than characters", async () => {
    const { body: cart } = await shop.ask("POST", "/v1/carts", { body: {} });
    const names = Array.from({ length: 10 }, (_, i) => [`k${i}`, "\u0001".repeat(200)]);
    const { status, body } = await add(cart.id, Object.fromEntries(names));
    expect([status, body.code, body.errors[0].pointer]).toEqual([
      ...[400, "validation_failed", "/properties"],
    ]);
  });

  test("stays within its bytes, however often it is changed with a key", async () => {
    const { body: cart } = await shop.ask("POST", "/v1/carts", { body: {} });
    const fat = (line: number) =>
      Object.fromEntries([0, 1, 2, 3, 4, 5, 6, 7, 8].map((i) => [`${line}-${i}`, "x".repeat(190)]));
    let lines = 0;
    let answer = await add(cart.id, fat(lines));
    while (answer.status === 200) {
      lines += 1;
      answer = await add(cart.id, fat(lines));
    }
    expect([answer.status, answer.body.code]).toEqual([422, "cart_too_large"]);
    expect(lines).toBeWithin(40, CART_LINES_MAX);
    for (let i = 0; i < CHANGES; i += 1) {
      const changed = await shop.ask("PATCH", `/v1/carts/${cart.id}`, {
        body: { note: `${i}` },
        headers: { "idempotency-key": crypto.randomUUID() },
      });
      expect([changed.status, changed.body.note]).toEqual([200, `${i}`]);
    }
    const bytes = await keptBytes(cart.id);
    expect(bytes).toBeGreaterThan(CART_BYTES_MAX / 2);
    expect(bytes).toBeLessThan(CART_BYTES_MAX + ANSWERS_BYTES_MAX + OVERHEAD_BYTES);
  });
});

describe("a key that another caller used", () => {
  const create = (idempotencyKey: string, token?: string) =>
    shop.ask("POST", "/v1/carts", {
      token,
      body: {},
      headers: { "idempotency-key": idempotencyKey },
    });

  test("refuses a guessable key of a guest", async () => {
    for (let times = 0; times < 2; times += 1) {
      const { status, body } = await create("checkout-4f1a");
      expect([status, body.code, body.id]).toEqual([400, "idempotency_key_invalid", undefined]);
    }
  });

  test("opens no guest's cart to an account, and no account's cart to another account", async () => {
    const idempotencyKey = crypto.randomUUID();
    const { body: hers } = await create(idempotencyKey);
    const person = {
      email: "vera@example.com",
      shippingAddress: { ...ADDRESS, line1: "Nowhere 9" },
    };
    const filled = await shop.ask("PATCH", `/v1/carts/${hers.id}`, { body: person });
    expect([filled.status, filled.body.email]).toEqual([200, person.email]);
    const [first, second] = [await newCustomer(shop), await newCustomer(shop)];
    const made = [
      await create(idempotencyKey, first.token),
      await create(idempotencyKey, second.token),
    ];
    expect(made.map(({ status }) => status)).toEqual([201, 201]);
    expect(new Set([hers.id, ...made.map(({ body }) => body.id)]).size).toBe(3);
    for (const { text } of made) expect(text).not.toContain(person.email);
    // The same key opens the account's own cart.
    expect((await create(idempotencyKey, first.token)).body.id).toBe(made[0]?.body.id);
  });
});
