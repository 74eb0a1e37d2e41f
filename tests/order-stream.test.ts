import { afterAll, beforeAll, describe, expect, test } from "bun:test";
import { type Buying, buying } from "./buying";
import { BOOT_MS, startServed } from "./security/shop";
import { type Json, startSystem } from "./system";

const PASSWORD = "corner-shop-2026";
/** More streams than requests that one isolate of the gateway serves at the same time. */
const STREAMS = 40;

const SHOPS = { "wrangler dev": startSystem, "the production runtime": startServed };

/** Opens the stream of an order as `EventSource` does. */
const openStream = async (url: string, order: Json, lastEventId?: string, query = "") => {
  const cut = new AbortController();
  const path = `/v1/orders/${order.id}/stream?accessToken=${order.accessToken}${query}`;
  const answer = await fetch(url + path, {
    signal: cut.signal,
    headers: {
      accept: "text/event-stream",
      ...(lastEventId === undefined ? {} : { "last-event-id": lastEventId }),
    },
  });
  const reader = answer.body?.pipeThrough(new TextDecoderStream()).getReader();
  let text = "";
  return {
    answer,
    cut: () => cut.abort(),
    text: () => text,
    /** Reads until the stream has an entry of a type, or until it ends. */
    async until(type?: string) {
      while (type === undefined || !text.includes(`"type":"${type}"`)) {
        const { done, value } = (await reader?.read()) ?? { done: true, value: "" };
        if (done) break;
        text += value;
      }
      return text;
    },
  };
};
const idsIn = (text: string) => [...text.matchAll(/^id: (\d+)$/gm)].map(([, id]) => Number(id));

describe.each(Object.entries(SHOPS))("the stream of an order on %s", (_, start) => {
  let system: Awaited<ReturnType<typeof start>>;
  let staff: string;
  let shop: Buying;
  let variantId: string;
  beforeAll(async () => {
    system = await start();
    const credentials = { email: "staff@bodega.test", password: PASSWORD };
    staff = (await system.ask("POST", "/v1/auth/login", { body: credentials })).body.accessToken;
    shop = buying(system, staff);
    [{ id: variantId }] = (await shop.variants()) as [Json];
    await shop.setStock(variantId, 100);
  }, BOOT_MS);
  afterAll(() => system?.stop());

  const act = (order: Json, action: string) =>
    system.ask("POST", `/v1/admin/orders/${order.id}/${action}`, {
      body: {},
      headers: { "idempotency-key": crypto.randomUUID() },
      token: staff,
    });
  const placed = async (): Promise<Json> =>
    (await shop.place(await shop.readyCart(variantId, "stream@example.com"))).body;

  test("sends entries as they come, and continues after a cut without a gap", async () => {
    const order = await placed();
    const first = await openStream(system.url, order);
    expect(first.answer.headers.get("content-type")).toBe("text/event-stream");
    await first.until("placed");
    await act(order, "shipments");
    const seen = idsIn(await first.until("shipped"));
    first.cut();
    await act(order, "deliver");
    const second = await openStream(system.url, order, String(seen.at(-1)));
    const rest = idsIn(await second.until());
    const all = [...seen, ...rest];
    expect(second.text()).toContain('"type":"delivered"');
    expect(all).toEqual(all.map((__, index) => index + 1));
    const third = await openStream(system.url, order, String(all.at(-1)));
    expect(third.answer.status).toBe(204);
  }, 60_000);

  test("takes no slots from other requests, and hides the order from others", async () => {
    const order = await placed();
    const opening = Array.from({ length: STREAMS }, () => openStream(system.url, order));
    const streams = await Promise.all(opening);
    await Promise.all(streams.map(({ until }) => until("placed")));
    const started = Date.now();
    expect((await system.ask("GET", "/v1/products?limit=1&sort=title")).status).toBe(200);
    expect(Date.now() - started).toBeLessThan(10_000);
    for (const { cut } of streams) cut();
    const stranger = await openStream(system.url, { ...order, accessToken: "x" });
    expect(stranger.answer.status).toBe(404);
  }, 60_000);
});
