import { afterEach, beforeEach, describe, expect, test } from "bun:test";
import { newId } from "#kernel/ids";
import { as, inCall, userActor } from "#kernel/testing";
import { shipmentOf } from "#workers/notifications/order.testing";
import { type TestNotifications, testNotifications } from "#workers/notifications/testing";
import type { StaffNotification } from "./notifications.api";

const PATH = "/v1/admin/notifications";
const HOUR_MS = 3_600_000;
const staff = userActor("staff");

let worker: TestNotifications;
beforeEach(async () => {
  worker = await testNotifications();
});
afterEach(() => worker.stop());

const ask = (path: string, { method = "GET", key = "", actor = staff } = {}) =>
  inCall(async () => {
    const headers = { ...as(actor), ...(key ? { "idempotency-key": key } : {}) };
    const answer = await worker.app.request(path, { method, headers });
    return { status: answer.status, headers: answer.headers, body: await answer.json() };
  });
const list = async (status: string) => {
  const { body } = await ask(`${PATH}?status=${status}`);
  return (body as { data: StaffNotification[] }).data;
};
const send = (id: string, key: string = crypto.randomUUID()) =>
  ask(`${PATH}/${id}/send`, { method: "POST", key });
/** Delivers the events that have messages sent again, each as often as given. */
const deliverRequests = async (times = 1) => {
  for (const { type, data, id } of worker.queue.published.splice(0))
    if (type === "notification.requested")
      for (let i = 0; i < times; i += 1)
        await inCall(() =>
          worker.messages.redeliver((data as { messageId: string }).messageId, id),
        );
};
const confirm = (orderId: string) =>
  inCall(() => worker.messages.orderConfirmed(orderId, newId("event")));
const shipped = (orderId: string, shipmentId: string) =>
  inCall(() => worker.messages.orderShipped(orderId, shipmentId, newId("event")));

/** Leaves a confirmation in doubt for so long that it is parked. */
const parkConfirmation = async () => {
  const order = worker.place();
  worker.faults.set({ seed: 1, rules: [{ kind: "apply-then-drop", rate: 1 }] });
  await confirm(order.id).catch(() => undefined);
  worker.faults.clear();
  worker.clock.advance(25 * HOUR_MS);
  await inCall(() => worker.sweep());
  const [parked] = await list("parked");
  if (!parked) throw new Error("nothing is parked");
  return parked;
};

describe("the list of staff", () => {
  test("shows what waits, is parked or was lost, newest first in pages, without addresses", async () => {
    await parkConfirmation();
    await worker.begin("welcome", newId("user"));
    for (let i = 0; i < 3; i += 1) {
      worker.clock.advance(1000);
      await confirm(worker.place({ email: "not an address" }).id);
    }
    expect((await list("waiting")).map(({ kind, status }) => [kind, status])).toEqual([
      ["welcome", "waiting"],
    ]);
    const reasons: (string | null)[] = [];
    for (let cursor: string | null = ""; cursor !== null; ) {
      const { body } = await ask(`${PATH}?limit=2${cursor ? `&cursor=${cursor}` : ""}`);
      const page = body as { data: StaffNotification[]; nextCursor: string | null };
      reasons.push(...page.data.map(({ reason }) => reason));
      expect(JSON.stringify(page)).not.toMatch(/@|not an address/);
      cursor = page.nextCursor;
    }
    expect(reasons).toEqual([...Array(3).fill("invalid_recipient"), "in_doubt"]);
  });

  test("shows a mail that bounced and an SMS that did not arrive as failed", async () => {
    const customerId = worker.register("Ada", "ada@example.test", "+15005550030");
    await confirm(worker.place({ customerId, email: "bounced@resend.dev" }).id);
    await worker.webhooks.accepted(3);
    const failed = (await list("failed")).map(({ channel, reason }) => [channel, reason]);
    expect(failed.toSorted()).toEqual([
      ["mail", "bounced"],
      ["sms", "30003"],
    ]);
  });

  test("is for staff, and refuses unknown statuses", async () => {
    expect((await ask(PATH, { actor: userActor("customer") })).status).toBe(403);
    expect((await ask(`${PATH}?status=sent`)).status).toBe(400);
  });
});

describe("sending again", () => {
  test("sends a parked mail once, whatever is repeated, and says that it waits", async () => {
    const { id } = await parkConfirmation();
    expect(await worker.mails()).toHaveLength(1);
    const key = crypto.randomUUID();
    const first = await send(id, key);
    expect([first.status, first.body]).toMatchObject([
      202,
      { id, status: "waiting", reason: null },
    ]);
    const again = await send(id, key);
    expect(again.body).toEqual(first.body);
    expect(again.headers.get("idempotent-replayed")).toBe("true");
    const other = await send(id);
    expect([other.status, other.body]).toMatchObject([
      409,
      { code: "notification_status_conflict" },
    ]);
    await deliverRequests(2);
    expect(await worker.mails()).toHaveLength(2);
    expect((await send(id)).status).toBe(409);
    expect(await worker.rows()).toMatchObject([{ state: "sent", generation: 1 }]);
  });

  test("sends one mail when staff compete, each with a key", async () => {
    const { id } = await parkConfirmation();
    const answers = await Promise.all(Array.from({ length: 6 }, () => send(id)));
    expect(answers.map(({ status }) => status).toSorted()).toEqual([202, 409, 409, 409, 409, 409]);
    await deliverRequests();
    expect(await worker.mails()).toHaveLength(2);
  });

  test("sends one mail when the answer of the provider is lost", async () => {
    const { id } = await parkConfirmation();
    await send(id);
    worker.faults.set({ seed: 1, rules: [{ kind: "apply-then-drop", rate: 1, times: 1 }] });
    const requests = [...worker.queue.published];
    await deliverRequests().catch(() => undefined);
    worker.queue.published.push(...requests);
    await deliverRequests();
    expect(await worker.mails()).toHaveLength(2);
  });

  test("sends a parked SMS again, by another marker", async () => {
    const customerId = worker.register("Ada", "ada@example.test", "+15005550009");
    const { id: orderId } = worker.place({ customerId });
    await confirm(orderId);
    const [parked] = (await list("parked")).filter(({ channel }) => channel === "sms");
    worker.contacts.set(customerId, {
      ...{ userId: customerId, email: "ada@example.test", name: "Ada", smsPhone: "+491701234567" },
    });
    expect((await send(parked?.id ?? "")).status).toBe(202);
    await deliverRequests(2);
    expect((await worker.twilio.sent()).map(({ to }) => to)).toEqual(["+491701234567"]);
  });

  test("refuses a suppressed address, except for mails that it must get", async () => {
    const shipment = shipmentOf();
    const order = worker.place({ email: "bounced@resend.dev", shipments: [shipment] });
    await confirm(order.id);
    await worker.webhooks.accepted(1);
    await shipped(order.id, shipment.id);
    const [suppressed] = (await list("parked")).filter(({ reason }) => reason === "suppressed");
    const refused = await send(suppressed?.id ?? "");
    expect([refused.status, refused.body]).toMatchObject([
      409,
      { code: "notification_undeliverable", reason: "suppressed" },
    ]);
    const [bounced] = await list("failed");
    expect((await send(bounced?.id ?? "")).status).toBe(202);
    await deliverRequests();
    expect(await worker.mails()).toHaveLength(2);
  });

  test("refuses a message without a recipient, one that was sent, and an unknown one", async () => {
    const parked = await parkConfirmation();
    worker.orders.clear();
    const gone = await send(parked.id);
    expect([gone.status, gone.body]).toMatchObject([409, { reason: "no_recipient" }]);
    await confirm(worker.place().id);
    const [sent] = (await worker.rows()).filter(({ state }) => state === "sent");
    expect((await send(sent?.id ?? "")).status).toBe(409);
    expect((await send(newId("message"))).status).toBe(404);
    expect((await send("nonsense")).status).toBe(404);
    expect(worker.queue.published).toEqual([]);
  });
});
