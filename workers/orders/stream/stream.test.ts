import { afterAll, beforeAll, describe, expect, test } from "bun:test";
import type { TimelineEntry } from "#contract/orders";
import type { Actor } from "#kernel/actor";
import { newId } from "#kernel/ids";
import { as, inCall, userActor } from "#kernel/testing";
import { newRefundId, newRequest, paidOrder } from "#orders/after-sale.testing";
import { returning } from "#orders/returns/returns.testing";
import { type TestOrders, testOrders } from "#orders/testing";

/** What happens while a stream waits for its next reads, in turn. */
const meanwhile: (() => Promise<unknown>)[] = [];
let waits = 0;
const pause = async () => {
  waits += 1;
  await meanwhile.shift()?.();
};

let shop: TestOrders;
beforeAll(async () => {
  shop = await testOrders({ pause });
});
afterAll(() => shop.stop());

const staff = userActor("staff");
const GUEST: Actor = { kind: "guest" };

interface Ask {
  actor?: Actor;
  query?: string;
  headers?: Record<string, string>;
  method?: "GET" | "HEAD";
}
const follow = (orderId: string, { actor = staff, query = "", headers = {}, method }: Ask = {}) => {
  waits = 0;
  const path = `/v1/orders/${orderId}/stream${query}`;
  return inCall(async () =>
    shop.app.request(path, { method: method ?? "GET", headers: { ...as(actor), ...headers } }),
  );
};
/** Returns the entries of a stream, whose ids are their sequences. */
const entriesIn = (text: string): TimelineEntry[] =>
  [...text.matchAll(/^id: (\d+)\ndata: (.*)$/gm)].map(([, id, data]) => {
    const entry = JSON.parse(data ?? "");
    expect(String(entry.sequence)).toBe(id ?? "");
    return entry;
  });
const typesOf = async (orderId: string, ask?: Ask) =>
  entriesIn(await (await follow(orderId, ask)).text()).map(({ type }) => type);

const PAID = ["placed", "payment_requested", "confirmed", "paid"];
const cancel = (orderId: string) =>
  inCall(() => shop.cancel(orderId, { reason: "fraud", refundId: newRefundId() }, newRequest()));

describe("the stream of an order", () => {
  test("sends the entries that exist, and waits no longer than it is asked to", async () => {
    const { orderId } = await paidOrder(shop);
    const answer = await follow(orderId, { query: "?waitSeconds=0" });
    expect(answer.headers.get("content-type")).toBe("text/event-stream");
    expect(answer.headers.get("cache-control")).toContain("no-store");
    const text = await answer.text();
    expect(text).toStartWith("retry: 3000\n\nid: 1\ndata: {");
    expect(entriesIn(text).map(({ type }) => type)).toEqual(PAID);
    expect(waits).toBe(0);
    expect(await (await follow(orderId, { query: "?waitSeconds=7" })).text()).toBe(text);
    expect(waits).toBe(2);
  });

  test("sends entries as they come, and ends with the delivery", async () => {
    const { orderId } = await paidOrder(shop);
    const act = returning(shop);
    meanwhile.push(
      async () => undefined,
      () => act.ship(orderId),
      () => act.deliver(orderId),
    );
    expect(await typesOf(orderId)).toEqual([...PAID, "shipped", "delivered"]);
    expect(waits).toBe(3);
  });

  test("ends with the cancellation, whose reason a buyer does not see", async () => {
    const owner = userActor();
    const { orderId } = await paidOrder(shop, { customerId: owner.userId });
    meanwhile.push(() => cancel(orderId));
    const text = await (await follow(orderId, { actor: owner })).text();
    expect(entriesIn(text).find(({ type }) => type === "cancelled")?.data).toMatchObject({
      reason: "cancelled_by_shop",
    });
    expect(text).not.toContain("fraud");
  });

  test("sends the entries after the last one of the client, none twice", async () => {
    const { orderId } = await paidOrder(shop);
    const query = "?waitSeconds=0";
    expect(await typesOf(orderId, { query, headers: { "last-event-id": "2" } })).toEqual(
      PAID.slice(2),
    );
    expect(await typesOf(orderId, { query, headers: { "last-event-id": "4" } })).toEqual([]);
  });

  test.each(["abc", "-1", "2.5", "", "999", "9".repeat(400), "0x2"])(
    "sends every entry when the order never had the last one of the client: %p",
    async (id) => {
      const { orderId } = await paidOrder(shop);
      const headers = { "last-event-id": id };
      expect(await typesOf(orderId, { query: "?waitSeconds=0", headers })).toEqual(PAID);
    },
  );

  test("answers 204 when the order has ended and the client has everything", async () => {
    const { orderId } = await paidOrder(shop);
    await cancel(orderId);
    const { sequence } = (await shop.store.find(orderId)) ?? { sequence: 0 };
    expect(await typesOf(orderId, { headers: { "last-event-id": String(sequence - 1) } })).toEqual([
      "refund_requested",
    ]);
    const answer = await follow(orderId, { headers: { "last-event-id": String(sequence) } });
    expect([answer.status, await answer.text(), waits]).toEqual([204, "", 0]);
  });

  test("answers HEAD without a body, and without waiting", async () => {
    const { orderId } = await paidOrder(shop);
    const answer = await follow(orderId, { method: "HEAD" });
    expect([answer.status, await answer.text(), waits]).toEqual([200, "", 0]);
    expect(answer.headers.get("content-type")).toBe("text/event-stream");
  });

  test("hides the entries of staff from buyers", async () => {
    const owner = userActor();
    const { orderId } = await paidOrder(shop, { customerId: owner.userId });
    const headers = { ...as(staff), "content-type": "application/json" };
    const body = JSON.stringify({ text: "Calls on Monday." });
    const path = `/v1/admin/orders/${orderId}/notes`;
    await inCall(async () => shop.app.request(path, { method: "POST", headers, body }));
    const query = "?waitSeconds=0";
    expect(await typesOf(orderId, { query })).toEqual([...PAID, "note_added"]);
    expect(await typesOf(orderId, { query, actor: owner })).toEqual(PAID);
  });
});

describe("the access to a stream", () => {
  test("is that of the order", async () => {
    const { orderId } = await paidOrder(shop);
    const token = await shop.access.tokenOf(orderId);
    const headers = { "bodega-order-token": token };
    const statuses = async (...asks: Ask[]) =>
      Promise.all(asks.map(async (ask) => (await follow(orderId, ask)).status));
    const query = "?waitSeconds=0";
    expect(
      await statuses(
        { query, actor: GUEST, headers },
        { query: `${query}&accessToken=${token}`, actor: GUEST },
        { query, actor: GUEST },
        { query, actor: userActor() },
      ),
    ).toEqual([200, 200, 404, 404]);
    expect((await follow(newId("order"), { actor: GUEST, headers })).status).toBe(404);
  });

  test.each(["-1", "91", "1.5", "soon", ""])("refuses to wait '%s' seconds", async (seconds) => {
    const { orderId } = await paidOrder(shop);
    const answer = await follow(orderId, { query: `?waitSeconds=${seconds}` });
    expect(answer.status).toBe(400);
    expect(await answer.json()).toMatchObject({ code: "validation_failed" });
  });
});
