import { afterAll, beforeAll, describe, expect, test } from "bun:test";
import { eq } from "drizzle-orm";
import type { Order } from "#contract/orders";
import { downloads as rows } from "#db/orders/download.schema";
import { paymentSucceeded } from "#events/payments";
import { GUEST } from "#kernel/actor";
import { dispatch, newEvent } from "#kernel/events/events";
import { newId } from "#kernel/ids";
import { inCall, movableClock, userActor } from "#kernel/testing";
import { placementOf, stockedVariant, testOrders } from "#orders/testing";
import { LINK_MS } from "./download-link.rules";

const clock = movableClock();
let shop: Awaited<ReturnType<typeof testOrders>>;
beforeAll(async () => {
  shop = await testOrders({ clock });
});
afterAll(() => shop.stop());

/** Places an order of digital goods. It is paid at once if `isPaid`, else its money is only authorised. */
const placed = async ({ quantity = 1, isPaid = true } = {}) => {
  const variantId = await stockedVariant(shop.stock, 1000);
  const placement = placementOf(variantId, quantity);
  const lines = placement.lines.map((line) => ({ ...line, requiresShipping: false as const }));
  const digital = { ...placement, lines, shippingAddress: null, shippingOption: null };
  const { answer } = await inCall(() => shop.placing.place(digital));
  const order = JSON.parse(answer.body) as Order & { accessToken: string };
  if (isPaid) await pay(order.id);
  const access = { orderId: order.id, actor: GUEST, accessToken: order.accessToken };
  const wanted = {
    ...access,
    lineId: lines[0]?.id ?? "",
    variantId,
    fileId: newId("file"),
    takenMax: 2,
  };
  return { order, access, wanted };
};
const read = (orderId: string) => shop.orders.orderForService(orderId) as Promise<Order>;

const pay = async (orderId: string) => {
  await inCall(() => shop.progress.capture([orderId]));
  const data = { orderId, paymentId: newId("payment"), attempt: 1 };
  const about = { source: "payments", subject: orderId, sequence: 1, nowMs: clock.now() };
  await inCall(() =>
    dispatch(shop.handlers, newEvent(paymentSucceeded, { ...about, data } as never)),
  );
};

const request = () => ({
  scope: `guest POST ${crypto.randomUUID()}`,
  key: crypto.randomUUID(),
  fingerprint: "f",
});
const linkIn = ({ body }: { body: string }) =>
  JSON.parse(body) as { url: string; expiresAt: string; remaining: number };
const tokenIn = (answer: { body: string }) => linkIn(answer).url.split("/").at(-1) ?? "";
const codeOf = (work: Promise<unknown>) =>
  work.then(
    () => "done",
    (err) => err.code,
  );

describe("digital goods", () => {
  test("are delivered once, in the batch that makes the order paid", async () => {
    const { order } = await placed();
    await pay(order.id);
    const { status, fulfillmentStatus, shipments } = await read(order.id);
    expect([status, fulfillmentStatus]).toEqual(["delivered", "fulfilled"]);
    expect(shipments).toMatchObject([{ digital: true, carrier: null, trackingUrl: null }]);
  });

  test("are not delivered before the money is taken", async () => {
    const { order, access } = await placed({ isPaid: false });
    expect(await read(order.id)).toMatchObject({ status: "confirmed", shipments: [] });
    expect(await inCall(() => shop.downloads.lines(access))).toEqual([]);
  });
});

describe("a download", () => {
  test("is counted for each unit, and refused beyond the limit", async () => {
    const { access, wanted } = await placed({ quantity: 2 });
    for (const remaining of [3, 2, 1, 0]) {
      const answer = await inCall(() => shop.downloads.take(wanted, undefined));
      expect(linkIn(answer)).toMatchObject({ remaining });
    }
    expect(await codeOf(inCall(() => shop.downloads.take(wanted, undefined)))).toBe(
      "download_limit_reached",
    );
    const [line] = await inCall(() => shop.downloads.lines(access));
    expect(line).toMatchObject({ units: 2, taken: { [wanted.fileId]: 4 } });
  });

  test("is counted exactly when many arrive at once", async () => {
    const { wanted } = await placed();
    const many = Array.from({ length: 8 }, () =>
      codeOf(inCall(() => shop.downloads.take(wanted, undefined))),
    );
    const outcomes = await Promise.all(many);
    expect(outcomes.filter((outcome) => outcome === "done")).toHaveLength(2);
    const [row] = await shop.db.read.select().from(rows).where(eq(rows.fileId, wanted.fileId));
    expect(row?.taken).toBe(2);
  });

  test("is counted once when its request is repeated", async () => {
    const { wanted } = await placed();
    const same = request();
    const first = await inCall(() => shop.downloads.take(wanted, same));
    expect(await inCall(() => shop.downloads.take(wanted, same))).toEqual({
      ...first,
      replayed: true,
    });
    expect(linkIn(await inCall(() => shop.downloads.take(wanted, request()))).remaining).toBe(0);
  });

  test("is refused to others, also with the key of the buyer", async () => {
    const { wanted } = await placed();
    const same = request();
    await inCall(() => shop.downloads.take(wanted, same));
    for (const other of [
      { accessToken: undefined },
      { accessToken: "x" },
      { actor: userActor("customer"), accessToken: undefined },
    ])
      expect(await codeOf(inCall(() => shop.downloads.take({ ...wanted, ...other }, same)))).toBe(
        "not_found",
      );
  });

  test("is refused for another line or variant", async () => {
    const { wanted } = await placed();
    for (const other of [{ lineId: newId("line") }, { variantId: newId("variant") }])
      expect(
        await codeOf(inCall(() => shop.downloads.take({ ...wanted, ...other }, undefined))),
      ).toBe("not_found");
  });
});

describe("a link", () => {
  test("opens its file for an hour", async () => {
    const { wanted } = await placed();
    const token = tokenIn(await inCall(() => shop.downloads.take(wanted, undefined)));
    const opened = { fileId: wanted.fileId, variantId: wanted.variantId };
    expect(await shop.downloads.open(token)).toEqual(opened);
    clock.advance(LINK_MS - 1);
    expect(await shop.downloads.open(token)).toEqual(opened);
    clock.advance(1);
    expect(await shop.downloads.open(token)).toBeNull();
  });

  test("opens nothing when it was changed", async () => {
    const [{ wanted }, { wanted: other }] = [await placed(), await placed()];
    const token = tokenIn(await inCall(() => shop.downloads.take(wanted, undefined)));
    const later = (clock.now() + 10 * LINK_MS).toString(36);
    const parts = token.split(".");
    for (const changed of [
      token.replace(wanted.fileId, other.fileId),
      [...parts.slice(0, 3), later, parts[4]].join("."),
      `${token}x`,
      token.slice(0, -1),
      "",
      ".",
      "a.b.c.d.e",
    ])
      expect([changed, await shop.downloads.open(changed)]).toEqual([changed, null]);
  });

  test("opens nothing once its units are refunded", async () => {
    const { order, wanted } = await placed();
    const token = tokenIn(await inCall(() => shop.downloads.take(wanted, undefined)));
    const lines = [{ lineId: wanted.lineId, quantity: 1, restock: false }];
    await inCall(() =>
      shop.refunds.refund(
        order.id,
        { refundId: newId("refund"), lines, reason: null, shipping: false },
        request(),
      ),
    );
    expect(await shop.downloads.open(token)).toBeNull();
    expect(await codeOf(inCall(() => shop.downloads.take(wanted, undefined)))).toBe("not_found");
  });
});
