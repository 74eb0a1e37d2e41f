import { afterAll, beforeAll, expect, test } from "bun:test";
import { eq } from "drizzle-orm";
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

const resolve = (id: string, body: unknown, role: "staff" | "customer" = "staff") =>
  inCall(async () => {
    const answer = await worker.app.request(`/v1/admin/reconciliation/breaks/${id}/resolve`, {
      method: "POST",
      body: JSON.stringify(body),
      headers: { ...as(userActor(role)), "content-type": "application/json" },
    });
    return { status: answer.status, body: await answer.json() };
  });

test("resolves a break with a note, and leaves it as it is when the request is repeated", async () => {
  const row = breakOf(Date.UTC(2025, 11, 1));
  await worker.db.write.insert(breaks).values(row as typeof breaks.$inferInsert);
  const first = await resolve(row.id, { note: "Counted twice" });
  expect(first).toMatchObject({
    status: 200,
    body: { state: "resolved", note: "Counted twice", resolvedBy: expect.stringMatching(/^usr_/) },
  });
  worker.clock.advance(1000);
  const { ageSeconds: _, ...again } = (await resolve(row.id, { note: "Another" }))
    .body as PaymentBreak;
  expect(first.body).toMatchObject(again);
  const ids = async (query: string) =>
    ((await ask(query)).body as { data: PaymentBreak[] }).data.map(({ id }) => id);
  expect(await ids("?state=resolved")).toEqual([row.id]);
  expect(await ids("?state=open")).not.toContain(row.id);
});

test("refuses to resolve a break without a note, that is missing, or as a customer", async () => {
  const row = breakOf(Date.UTC(2025, 11, 2));
  await worker.db.write.insert(breaks).values(row as typeof breaks.$inferInsert);
  expect((await resolve(row.id, {})).status).toBe(400);
  expect((await resolve(newId("break"), { note: "None" })).status).toBe(404);
  expect((await resolve(row.id, { note: "Mine" }, "customer")).status).toBe(403);
  const [stored] = await worker.db.write.select().from(breaks).where(eq(breaks.id, row.id));
  expect(stored).toMatchObject({ resolvedAt: null, note: null });
});

test("refuses customers", async () => {
  expect((await ask("", "customer")).status).toBe(403);
});
