import { afterAll, beforeAll, expect, test } from "bun:test";
import { as, inCall, userActor } from "#kernel/testing";
import { stockedVariant, testOrders } from "#orders/testing";

let shop: Awaited<ReturnType<typeof testOrders>>;
beforeAll(async () => {
  shop = await testOrders();
});
afterAll(() => shop.stop());

const staff = userActor("staff");
const correct = (variantId: string, reason: string, headers: Record<string, string> = {}) =>
  inCall(async () =>
    shop.app.request("/v1/admin/inventory/adjustments", {
      method: "POST",
      headers: { ...as(staff), "content-type": "application/json", ...headers },
      body: JSON.stringify({ variantId, delta: 1, reason }),
    }),
  );

test.each([
  ["NUL", "counted\u0000"],
  ["an escape", "\u001b[31mcounted"],
  ["a line break", "counted\r\nby hand"],
])(
  "answers 400 when the reason of a correction has %s, and keeps the quantity",
  async (_, reason) => {
    const variantId = await stockedVariant(shop.stock, 4);
    expect((await correct(variantId, reason)).status).toBe(400);
    expect(await shop.stock.levels([variantId])).toMatchObject([{ available: 4 }]);
    expect((await correct(variantId, "nachgezählt 🧮")).status).toBe(201);
  },
);

test("corrects a quantity once when an idempotency key is sent several times, even at the same time", async () => {
  const variantId = await stockedVariant(shop.stock, 4);
  const key = { "idempotency-key": crypto.randomUUID() };
  const answers = await Promise.all(
    Array.from({ length: 6 }, () => correct(variantId, "counted", key)),
  );
  const texts = await Promise.all(answers.map((answer) => answer.text()));
  expect(new Set(texts).size).toBe(1);
  expect(answers.map(({ status }) => status)).toEqual(answers.map(() => 201));
  const firsts = answers.filter(({ headers }) => !headers.has("idempotent-replayed"));
  expect(firsts).toHaveLength(1);
  expect(await shop.stock.levels([variantId])).toMatchObject([{ available: 5 }]);
  expect((await correct(variantId, "another reason", key)).status).toBe(422);
});
