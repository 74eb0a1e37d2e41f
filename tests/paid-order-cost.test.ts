import { afterAll, beforeAll, describe, expect, test } from "bun:test";
import { type Buying, buying } from "./buying";
import { eventually, type Json, type System, startSystem } from "./system";

const BOOT_MS = 120_000;
const VENDORS = ["libsql", "redis", "qstash", "typesense", "resend", "stripe"] as const;
/** Longer than an order takes, so that the provider's report arrives after the answers that it repeats. */
const REPORT_DELAY_MS = 1500;
const QUIET_MS = 2 * REPORT_DELAY_MS;

let system: System;
let buy: Buying;
beforeAll(async () => {
  system = await startSystem();
  buy = buying(system, await system.signIn("staff@bodega.test"));
}, BOOT_MS);
afterAll(() => system?.stop());

type Call = { vendor: string; path: string; summary: string; seq: number; endedAt: number };

const calls = async (): Promise<Call[]> =>
  (
    await Promise.all(
      VENDORS.map(async (vendor) =>
        (await system.journal(vendor)).map((entry) => ({ vendor, ...entry })),
      ),
    )
  ).flat();

const isQuiet = (made: readonly Call[]) =>
  Math.max(...made.map(({ endedAt }) => endedAt)) < Date.now() - QUIET_MS;
const settledCalls = () => eventually("the end of all work", calls, isQuiet);
const batchesOn = (made: readonly Call[], database: string) =>
  made.filter(({ path, summary }) => path.startsWith(`/${database}/`) && /^batch/.test(summary))
    .length;

/** Buys one unit, and returns the calls of the shop until the order is paid, its mail sent, and no work is left. */
const callsOfOrder = async (variantId: string, email: string) => {
  const before = new Set((await settledCalls()).map(({ vendor, seq }) => `${vendor} ${seq}`));
  const cart = await buy.readyCart(variantId, email);
  const { body: order } = await buy.place(cart);
  await eventually(
    "the mail",
    () => system.mailsTo(email),
    (mails: Json[]) => mails.length === 1,
  );
  const made = (await settledCalls()).filter(({ vendor, seq }) => !before.has(`${vendor} ${seq}`));
  const headers = { "bodega-order-token": order.accessToken };
  const { body } = await system.ask("GET", `/v1/orders/${order.id}`, { headers });
  expect([body.status, body.paymentStatus]).toEqual(["confirmed", "paid"]);
  return made;
};

describe("a paid order, with its cart", () => {
  // The mail provider's report of the delivery is left out. It costs one call more.
  test("costs 35 calls and ten write batches at most", async () => {
    await system.faults("stripe", [{ kind: "reorder", rate: 1, ms: REPORT_DELAY_MS }]);
    await system.faults("resend", [{ kind: "forget", rate: 1 }]);
    const variantId = (await buy.variants())[7]?.id;
    await buy.setStock(variantId, 20);
    await callsOfOrder(variantId, "cost-warm@example.com");
    const made = await callsOfOrder(variantId, "cost@example.com");
    const batches = ["orders", "payments", "notifications"].map((name) => batchesOn(made, name));
    expect(made.length).toBeLessThanOrEqual(35);
    for (const [n, atMost] of [4, 4, 2].entries()) expect(batches[n]).toBeLessThanOrEqual(atMost);
  }, 60_000);
});
