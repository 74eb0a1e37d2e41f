import { afterEach, beforeEach, describe, expect, test } from "bun:test";
import { Resend } from "resend";
import { newId } from "#kernel/ids";
import { inCall } from "#kernel/testing";
import { shipmentOf } from "./order.testing";
import { type TestNotifications, testNotifications, WEBHOOK_SECRETS } from "./testing";

const DAY_MS = 24 * 60 * 60 * 1000;
const ADA = "ada@example.test";

let worker: TestNotifications;
beforeEach(async () => {
  worker = await testNotifications();
});
afterEach(() => worker.stop());

interface Report {
  type?: string;
  to?: string[];
  bounce?: object;
  atMs?: number;
}
const eventOf = ({
  type = "email.bounced",
  to = [ADA],
  bounce,
  atMs = worker.clock.now(),
}: Report) =>
  JSON.stringify({
    type,
    created_at: new Date(atMs).toISOString(),
    data: { email_id: "1", to, bounce: bounce ?? { type: "Permanent", subType: "General" } },
  });

interface Signing {
  secret?: string;
  ageSeconds?: number;
  body?: string;
  headers?: Record<string, string>;
}
/** Returns the headers of a webhook, signed as Svix documents it. */
const signed = (body: string, { secret = WEBHOOK_SECRETS[0], ageSeconds = 0 }: Signing) => {
  const timestamp = String(Math.floor(worker.clock.now() / 1000) - ageSeconds);
  const key = Buffer.from(secret.replace("whsec_", ""), "base64");
  const signature = new Bun.CryptoHasher("sha256", key)
    .update(`msg_1.${timestamp}.${body}`)
    .digest("base64");
  return { "svix-id": "msg_1", "svix-timestamp": timestamp, "svix-signature": `v1,${signature}` };
};
const post = (text: string, signing: Signing = {}) =>
  inCall(async () =>
    worker.app.request("/webhooks/resend", {
      method: "POST",
      body: signing.body ?? text,
      headers: {
        "content-type": "application/json",
        ...signed(text, signing),
        ...signing.headers,
      },
    }),
  );
const report = async (about: Report = {}) => expect((await post(eventOf(about))).status).toBe(200);
const reasons = async () => (await worker.suppressions()).map(({ reason }) => reason);

const ship = async (email = ADA) => {
  const shipment = shipmentOf();
  const order = worker.place({ email, shipments: [shipment] });
  await inCall(() => worker.messages.orderShipped(order.id, shipment.id, newId("event")));
};
const confirm = (email = ADA) =>
  inCall(() => worker.messages.orderConfirmed(worker.place({ email }).id, newId("event")));
const outcomes = async () => (await worker.rows()).map(({ outcome }) => outcome);
const kinds = async () =>
  (await worker.rows()).map(({ kind, state, reason }) => `${kind}: ${reason ?? state}`).toSorted();

describe("a suppressed address", () => {
  test("gets the mails that are required, and no others", async () => {
    await report();
    const userId = worker.register("Ada", ADA);
    await inCall(() => worker.messages.welcome(userId, newId("event")));
    await inCall(() =>
      worker.messages.security({ kind: "password-changed", userId, eventId: newId("event") }),
    );
    await ship();
    await confirm();
    expect(await kinds()).toEqual([
      "order-confirmed: sent",
      "order-shipped: suppressed",
      "password-changed: sent",
      "welcome: suppressed",
    ]);
  });

  test("is found whatever the case of its letters", async () => {
    await report({ to: ["Ada@Example.test"] });
    await ship("ADA@example.test");
    expect(await kinds()).toEqual(["order-shipped: suppressed"]);
  });

  test("is stored without the address", async () => {
    await report();
    const rows = JSON.stringify(await worker.suppressions());
    expect(rows).toContain("bounced");
    expect(rows).not.toMatch(/ada|example/i);
  });

  test("gets all mails again 180 days after the last report", async () => {
    await report();
    worker.clock.advance(100 * DAY_MS);
    await report();
    worker.clock.advance(179 * DAY_MS);
    expect(await inCall(() => worker.sweep())).toMatchObject({ suppressionsPruned: 0 });
    worker.clock.advance(2 * DAY_MS);
    expect(await inCall(() => worker.sweep())).toMatchObject({ suppressionsPruned: 1 });
    await ship();
    expect(await kinds()).toEqual(["order-shipped: sent"]);
  });

  test("is in the export of its account", async () => {
    const exported = (userId: string) => inCall(() => worker.personalData(userId));
    await report({ type: "email.complained" });
    expect((await exported(worker.register("Ada", ADA))).mailSuppression).toMatchObject({
      reason: "complained",
    });
    expect((await exported(worker.register("Bea", "bea@example.test"))).mailSuppression).toBeNull();
  });
});

describe("a report", () => {
  test("changes nothing when it is repeated", async () => {
    const body = eventOf({});
    for (let time = 0; time < 3; time += 1) await post(body);
    expect(await reasons()).toEqual(["bounced"]);
  });

  test("of a delivery ends an earlier bounce, but no later one and no complaint", async () => {
    const nowMs = worker.clock.now();
    await report({ atMs: nowMs });
    await report({ type: "email.delivered", atMs: nowMs - 1 });
    expect(await reasons()).toEqual(["bounced"]);
    await report({ type: "email.delivered", atMs: nowMs + 1 });
    expect(await reasons()).toEqual([]);
    await report({ type: "email.complained" });
    await report();
    await report({ type: "email.delivered", atMs: nowMs + DAY_MS });
    expect(await reasons()).toEqual(["complained"]);
  });

  test.each([
    ["a soft bounce", { bounce: { type: "Transient" } }],
    ["another event", { type: "email.opened" }],
    ["a mail to several recipients", { to: [ADA, "ben@example.test"] }],
  ])("suppresses nothing when it is about %s", async (_, about) => {
    await report(about);
    expect(await reasons()).toEqual([]);
  });
});

describe("the signature of a webhook", () => {
  test("is accepted by each of two secrets", async () => {
    for (const secret of WEBHOOK_SECRETS)
      expect((await post(eventOf({}), { secret })).status).toBe(200);
  });

  test.each<[string, Signing]>([
    ["another secret signed it", { secret: "whsec_c3RyYW5nZXI=" }],
    ["its body was changed", { body: "{}" }],
    ["its id was changed", { headers: { "svix-id": "msg_2" } }],
    ["it is missing", { headers: { "svix-signature": "" } }],
    ["it has another version", { headers: { "svix-signature": "v2,abc" } }],
    ["its time is no number", { headers: { "svix-timestamp": "soon" } }],
    ["it is older than five minutes", { ageSeconds: 301 }],
    ["it lies more than five minutes ahead", { ageSeconds: -302 }],
  ])("is refused with 400 when %s", async (_, signing) => {
    const answer = await post(eventOf({}), signing);
    expect(answer.status).toBe(400);
    expect(await answer.json()).toMatchObject({ code: "signature_invalid" });
    expect(await reasons()).toEqual([]);
  });

  test("is accepted up to an age of five minutes", async () => {
    expect((await post(eventOf({}), { ageSeconds: 299 })).status).toBe(200);
  });

  test("is that which the official SDK verifies", () => {
    const payload = eventOf({});
    const secret = Buffer.from("another secret").toString("base64");
    const headers = signed(payload, { secret });
    const verify = () =>
      new Resend("re_1").webhooks.verify({
        payload,
        webhookSecret: secret,
        headers: {
          id: headers["svix-id"],
          timestamp: headers["svix-timestamp"],
          signature: headers["svix-signature"],
        },
      });
    expect(verify).not.toThrow();
  });
});

test("marks a mail as bounced when the report comes before the answer to the mail", async () => {
  const orderId = newId("order");
  const { row } = await worker.begin("order-shipped", orderId);
  const report = (tags: object) =>
    post(
      JSON.stringify({
        type: "email.bounced",
        created_at: new Date(worker.clock.now()).toISOString(),
        data: { email_id: "early", to: [ADA], bounce: { type: "Permanent" }, tags },
      }),
    );
  expect((await report({ key: `mail-${row.id}-1` })).status).toBe(200);
  expect(await outcomes()).toEqual([null]);
  expect((await report({ kind: "order-shipped", key: `mail-${row.id}` })).status).toBe(200);
  expect(await outcomes()).toEqual(["undelivered"]);
});

test.each([
  ["bounced@resend.dev", "bounced"],
  ["complained@resend.dev", "complained"],
] as const)("suppresses %s after its first mail, through a lost webhook", async (email, reason) => {
  worker.webhooks.refuseNext();
  await ship(email);
  await worker.webhooks.accepted(1);
  await ship(email);
  await ship("delivered@resend.dev");
  expect(await reasons()).toEqual([reason]);
  expect(await kinds()).toEqual([
    "order-shipped: sent",
    "order-shipped: sent",
    "order-shipped: suppressed",
  ]);
});
