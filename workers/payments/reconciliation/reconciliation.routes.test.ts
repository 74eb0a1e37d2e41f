import { afterAll, beforeAll, expect, test } from "bun:test";
import { breaks } from "#db/payments/schema";
import { newId } from "#kernel/ids";
import { as, inCall, userActor } from "#kernel/testing";
import { type TestPayments, testPayments } from "#payments/testing";
import type { PaymentBreak } from "./reconciliation.api";

let worker: TestPayments;
beforeAll(async () => {
  worker = await testPayments();
});
afterAll(() => worker.stop());

const breakOf = (foundAt: number) => ({
  ...{ id: newId("break"), kind: "payment_differs", provider: "stripe", paymentId: "pay_1" },
  ...{ providerRef: "pi_1", ownMinor: 2990, providerMinor: 2500, currency: "EUR", foundAt },
});
const ask = (query: string, role: "staff" | "customer" = "staff") =>
  inCall(async () => {
    const answer = await worker.app.request(`/v1/admin/reconciliation/breaks${query}`, {
      headers: as(userActor(role)),
    });
    return { status: answer.status, body: await answer.json() };
  });

test("lists breaks with both amounts and their age, newest first, in pages", async () => {
  const rows = [1, 2, 2, 3].map((day) => breakOf(Date.UTC(2025, 10, day)));
  await worker.db.write.insert(breaks).values(rows as (typeof breaks.$inferInsert)[]);
  const listed: PaymentBreak[] = [];
  for (let cursor: string | null = ""; cursor !== null; ) {
    const { status, body } = await ask(`?limit=3${cursor ? `&cursor=${cursor}` : ""}`);
    expect(status).toBe(200);
    const page = body as { data: PaymentBreak[]; nextCursor: string | null };
    listed.push(...page.data);
    cursor = page.nextCursor;
  }
  expect(listed.map(({ foundAt }) => foundAt.slice(8, 10))).toEqual(["03", "02", "02", "01"]);
  expect(new Set(listed.map(({ id }) => id))).toEqual(new Set(rows.map(({ id }) => id)));
  expect(listed[0]).toMatchObject({
    ...{ kind: "payment_differs", provider: "stripe", providerRef: "pi_1" },
    own: { amount: 2990, currency: "EUR" },
    recorded: { amount: 2500, currency: "EUR" },
  });
  expect(listed[0]?.ageSeconds).toBeGreaterThan(0);
});

test("refuses customers", async () => {
  expect((await ask("", "customer")).status).toBe(403);
});
