import { afterEach, describe, expect, test } from "bun:test";
import { join } from "node:path";
import twilio from "twilio";
import { atEnd, bodyOf, endAll, folder, serveForTest } from "#cloud/frame/testing";
import { type TwilioOptions, twilioStandIn } from "./index";

const SID = `AC${"0".repeat(31)}1`;
const TOKEN = "bodega-dev";
const SHOP = "+15005550006";
const ADA = "+491701234567";

interface Received {
  url: string;
  signature: string;
  parameters: Record<string, string>;
}

/** Starts a server that collects webhooks. It answers with the given statuses, then with 200. */
const startReceiver = (statuses: number[] = []) => {
  const received: Received[] = [];
  let wake: (() => void) | undefined;
  const server = Bun.serve({
    hostname: "127.0.0.1",
    port: 0,
    async fetch(request) {
      received.push({
        url: request.url,
        signature: request.headers.get("x-twilio-signature") ?? "",
        parameters: Object.fromEntries(new URLSearchParams(await request.text())),
      });
      wake?.();
      return new Response(null, { status: statuses.shift() ?? 200 });
    },
  });
  atEnd(() => server.stop(true));
  return {
    url: `http://127.0.0.1:${server.port}/webhooks/twilio`,
    async first(count: number) {
      while (received.length < count) {
        await new Promise<void>((resolve) => {
          wake = resolve;
        });
      }
      return received.slice(0, count);
    },
  };
};

/** Sends the requests of the official client to the stand-in. */
const clientOf = (base: string, token = TOKEN) => {
  const own = new twilio.RequestClient();
  const toStandIn: typeof own.request = (options) =>
    own.request({ ...options, uri: options.uri.replace("https://api.twilio.com", base) });
  return twilio(SID, token, {
    httpClient: Object.assign(Object.create(own), { request: toStandIn }),
  });
};

const start = (options: Partial<TwilioOptions> = {}) => {
  const standIn = twilioStandIn({
    dataDir: ":memory:",
    token: TOKEN,
    accountSid: SID,
    senders: [SHOP, "MG0000000000000000000000000000000a"],
    webhookRetryDelaysMs: [1, 1],
    ...options,
  });
  const { url, stop } = serveForTest(standIn);
  return { url, stop, client: clientOf(url), faults: standIn.faults };
};
const sms = (to = ADA, body = "Your order is confirmed.") => ({ to, from: SHOP, body });
const post = (url: string, body: object) =>
  fetch(url, { method: "POST", body: JSON.stringify(body) });

afterEach(endAll);

describe("messages", () => {
  test("accepts a message of the official client, and returns it by its id and in lists", async () => {
    const { client } = start();
    const created = await client.messages.create(sms());
    expect(created).toMatchObject({ to: ADA, from: SHOP, status: "queued", errorCode: null });
    expect(created.sid).toMatch(/^SM[0-9a-f]{32}$/);
    expect(await client.messages(created.sid).fetch()).toMatchObject({
      body: "Your order is confirmed.",
      status: "delivered",
      direction: "outbound-api",
    });
    await client.messages.create(sms("+491707654321"));
    const found = await client.messages.list({ to: ADA });
    expect(found.map(({ sid }) => sid)).toEqual([created.sid]);
  });

  test("returns every message once when the client reads several pages, newest first", async () => {
    const { client } = start();
    for (let i = 0; i < 5; i += 1) await client.messages.create(sms(ADA, `text ${i}`));
    const found = await client.messages.list({ to: ADA, pageSize: 2 });
    expect(found.map(({ body }) => body)).toEqual([4, 3, 2, 1, 0].map((i) => `text ${i}`));
  });

  test("filters by the day on which a message was sent", async () => {
    const clock = { now: Date.parse("2026-11-26T23:00:00Z") };
    const { client } = start({ clock: () => clock.now });
    await client.messages.create(sms(ADA, "yesterday"));
    clock.now += 3_600_000;
    await client.messages.create(sms(ADA, "today"));
    const today = new Date("2026-11-27T00:00:00Z");
    const bodies = async (filter: object) =>
      (await client.messages.list(filter)).map(({ body }) => body);
    expect(await bodies({ dateSent: today })).toEqual(["today"]);
    expect(await bodies({ dateSentAfter: today })).toEqual(["today"]);
    expect(await bodies({ dateSentBefore: new Date("2026-11-26") })).toEqual(["yesterday"]);
  });

  test.each([
    [{ ...sms(), to: "12345" }, 21211],
    [{ ...sms(), to: "+15005550001" }, 21211],
    [{ ...sms(), to: "+15005550003" }, 21408],
    [{ ...sms(), to: "+15005550004" }, 21610],
    [{ ...sms(), to: "+15005550009" }, 21614],
    [{ ...sms(), from: "+15005550099" }, 21660],
    [{ ...sms(), body: "" }, 21602],
    [{ ...sms(), body: "x".repeat(1601) }, 21617],
    [{ ...sms(), statusCallback: "no address" }, 21609],
    [{ ...sms(), persistentAction: ["none"] }, 20001],
  ])("refuses %o with Twilio's error %d", async (message, code) => {
    const { client } = start();
    const error = await client.messages.create(message).catch((err: unknown) => err);
    expect(error).toMatchObject({ code, status: 400 });
    expect(await client.messages.list()).toEqual([]);
  });

  test("refuses a wrong token with 401 and an unknown message with 404", async () => {
    const { url, client } = start();
    const wrong = clientOf(url, "another token").messages.list();
    expect(await wrong.catch((err: unknown) => err)).toMatchObject({ code: 20003, status: 401 });
    const missing = client.messages(`SM${"0".repeat(32)}`).fetch();
    expect(await missing.catch((err: unknown) => err)).toMatchObject({ code: 20404, status: 404 });
  });

  test("keeps messages and opt-outs over a restart", async () => {
    const dataDir = join(folder(), "twilio");
    const first = start({ dataDir });
    await first.client.messages.create(sms());
    await post(`${first.url}/_dev/inbound`, { from: ADA, body: "stop" });
    await first.stop();
    const second = start({ dataDir });
    expect(await second.client.messages.list({ to: ADA })).toHaveLength(1);
    const refused = second.client.messages.create(sms());
    expect(await refused.catch((err: unknown) => err)).toMatchObject({ code: 21610 });
  });
});

describe("webhooks", () => {
  test.each([
    [ADA, ["sent", "delivered"], undefined],
    ["+15005550030", ["sent", "undelivered"], "30003"],
    ["+15005550031", ["sent", "failed"], "30006"],
  ])(
    "report what happens to a message to %s, signed as the official client expects",
    async (to, statuses, error) => {
      const { url, first } = startReceiver();
      const { client } = start();
      const statusCallback = `${url}?message=msg_1`;
      const { sid } = await client.messages.create({ ...sms(to), statusCallback });
      const received = await first(2);
      for (const { signature, parameters } of received) {
        expect(twilio.validateRequest(TOKEN, signature, statusCallback, parameters)).toBe(true);
        expect(parameters).toMatchObject({ MessageSid: sid, To: to, From: SHOP });
      }
      const byStatus = new Map(received.map(({ parameters: p }) => [p.MessageStatus, p.ErrorCode]));
      expect([...byStatus.keys()].toSorted()).toEqual(statuses.toSorted());
      expect(byStatus.get(statuses[1] ?? "")).toBe(error);
    },
  );

  test("are repeated after an error, and sent twice under the fault `duplicate`", async () => {
    const { url, first } = startReceiver([500]);
    const { client, faults } = start();
    faults.set({ seed: 1, rules: [{ kind: "duplicate", rate: 1, times: 1 }] });
    await client.messages.create({ ...sms(), statusCallback: url });
    expect(await first(4)).toHaveLength(4);
  });

  test("bring a message of a phone. STOP ends the messages to it until START", async () => {
    const { url, first } = startReceiver();
    const { client, url: base } = start({ webhookUrl: url });
    await post(`${base}/_dev/inbound`, { from: ADA, body: " Stop " });
    const [received] = await first(1);
    expect(received?.parameters).toMatchObject({ From: ADA, To: SHOP, Body: " Stop " });
    const { signature = "", parameters = {} } = received ?? {};
    expect(twilio.validateRequest(TOKEN, signature, url, parameters)).toBe(true);
    const refused = client.messages.create(sms());
    expect(await refused.catch((err: unknown) => err)).toMatchObject({ code: 21610 });
    await post(`${base}/_dev/inbound`, { from: ADA, body: "stop please" });
    await post(`${base}/_dev/inbound`, { from: ADA, body: "START" });
    expect((await client.messages.create(sms())).status).toBe("queued");
  });

  test("shows the phone numbers with the address of inbound messages to the official client", async () => {
    const { client } = start({ webhookUrl: "https://shop.test/webhooks/twilio" });
    const [number] = await client.incomingPhoneNumbers.list({ phoneNumber: SHOP });
    expect(number).toMatchObject({
      phoneNumber: SHOP,
      smsUrl: "https://shop.test/webhooks/twilio",
      smsMethod: "POST",
    });
  });
});

describe("on this machine", () => {
  test("books a message once whose answer is lost, and finds it by its number", async () => {
    const { client, url, faults } = start();
    faults.set({ seed: 1, rules: [{ kind: "apply-then-drop", rate: 1, times: 1 }] });
    await client.messages.create(sms()).catch(() => undefined);
    expect(await client.messages.list({ to: ADA })).toHaveLength(1);
    const { messages } = await bodyOf(fetch(`${url}/_dev/books`));
    expect(messages).toMatchObject([{ to: ADA, from: SHOP, body: "Your order is confirmed." }]);
  });

  test("shows the texts in a browser, escaped and by number", async () => {
    const { client, url } = start();
    await client.messages.create(sms(ADA, "<b>bold</b>"));
    await client.messages.create(sms("+491707654321", "for another phone"));
    const page = await (await fetch(`${url}/inbox?to=${encodeURIComponent(ADA)}`)).text();
    expect(page).toContain("&lt;b&gt;bold&lt;/b&gt;");
    expect(page).not.toContain("for another phone");
  });
});
