import { expect, spyOn, test } from "bun:test";
import { base64url, SignJWT } from "jose";
import * as z from "zod";
import type { GatewayContext } from "#gateway/context.http";
import { quietServices } from "#gateway/testing";
import { AppError, DependencyError } from "#kernel/errors";
import { defineEvent, newEvent } from "#kernel/events/events";
import { newBareApp } from "#kernel/routes/app";
import { movableClock } from "#kernel/testing";
import { eventDelivery } from "./delivery.service";
import { ingressRoutes } from "./ingress.routes";
import { qstashSignature } from "./qstash.client";

const URL_ = "https://shop.test/events";
const secret = (name: string) => new TextEncoder().encode(name);
const confirmed = newEvent(
  defineEvent("order.confirmed", z.object({}), ["payments", "cart", "notifications"]),
  {
    source: "orders",
    subject: "ord_1",
    sequence: 1,
    data: {},
    nowMs: Date.now(),
  },
);

const signed = async (body: string, { key = "current", url = URL_, ageSeconds = 0 } = {}) => {
  const hash = new Uint8Array(await crypto.subtle.digest("SHA-256", secret(body)));
  const at = Math.floor(Date.now() / 1000) - ageSeconds;
  return new SignJWT({ body: base64url.encode(hash) })
    .setProtectedHeader({ alg: "HS256", typ: "JWT" })
    .setIssuer("Upstash")
    .setSubject(url)
    .setNotBefore(at)
    .setIssuedAt(at)
    .setExpirationTime(at + 300)
    .sign(secret(key));
};

interface Log {
  handled: string[];
  acknowledged: string[];
}
const opened = (
  fails: Partial<Record<"PAYMENTS" | "CART" | "NOTIFICATIONS", Error>> = {},
  takesMs = 0,
) => {
  const log: Log = { handled: [], acknowledged: [] };
  const clock = movableClock();
  const handler = (name: keyof typeof fails) => ({
    receive: async () => {
      const failure = fails[name];
      if (failure) throw failure;
      await Bun.sleep(takesMs);
      log.handled.push(name);
    },
  });
  const services = quietServices({
    PAYMENTS: handler("PAYMENTS"),
    CART: handler("CART"),
    NOTIFICATIONS: handler("NOTIFICATIONS"),
    ORDERS: { acknowledge: async (ids: string[]) => void log.acknowledged.push(...ids) },
  });
  const verify = qstashSignature({
    currentSigningKey: "current",
    nextSigningKey: "next",
    url: URL_,
    clock,
  });
  const app = newBareApp<GatewayContext>();
  ingressRoutes(app, { verify, deliver: eventDelivery(services) });
  const post = async (body: string, signature: string | null) =>
    app.request(URL_, {
      method: "POST",
      body,
      headers: signature ? { "upstash-signature": signature } : {},
    });
  return { log, post, clock };
};
const text = JSON.stringify(confirmed);
const codeOf = async (answer: Response) => ((await answer.json()) as { code: string }).code;

test("delivers an event to all its handlers, and then acknowledges it to its owner", async () => {
  const { log, post } = opened();
  expect((await post(text, await signed(text))).status).toBe(204);
  expect(log.handled.toSorted()).toEqual(["CART", "NOTIFICATIONS", "PAYMENTS"]);
  expect(log.acknowledged).toEqual([confirmed.id]);
});

test("accepts the next signing key, so that keys can be rotated", async () => {
  const { post } = opened();
  expect((await post(text, await signed(text, { key: "next" }))).status).toBe(204);
});

test.each([
  ["no signature", async () => null],
  ["another secret", () => signed(text, { key: "evil" })],
  ["another address", () => signed(text, { url: "https://other.test/events" })],
  ["another body", () => signed("{}")],
  ["a stale signature", () => signed(text, { ageSeconds: 600 })],
] as [string, () => Promise<string | null>][])(
  "refuses an event with %s and calls no handler",
  async (_, sign) => {
    const { log, post } = opened();
    expect(await codeOf(await post(text, await sign()))).toBe("signature_invalid");
    expect(log).toEqual({ handled: [], acknowledged: [] });
  },
);

test("does not acknowledge an event when one handler fails", async () => {
  const { log, post } = opened({ CART: new DependencyError("redis") });
  expect((await post(text, await signed(text))).status).toBe(503);
  expect(log.acknowledged).toEqual([]);
});

test("sends an event to the dead letters at once when another delivery cannot succeed", async () => {
  const garbled = opened();
  expect((await garbled.post("{}", await signed("{}"))).status).toBe(489);
  const nameless = JSON.stringify({ ...confirmed, type: "__proto__" });
  expect((await garbled.post(nameless, await signed(nameless))).status).toBe(489);
  const unreadable = opened({ CART: new AppError("validation_failed") });
  expect((await unreadable.post(text, await signed(text))).status).toBe(489);
});

test("lets the other handlers finish when one fails at once", async () => {
  const { log, post } = opened({ NOTIFICATIONS: new DependencyError("resend") }, 20);
  expect((await post(text, await signed(text))).status).toBe(503);
  expect(log.handled.toSorted()).toEqual(["CART", "PAYMENTS"]);
});

test("lets the queue retry when one handler cannot read the event and another one fails", async () => {
  const { post } = opened({
    CART: new AppError("validation_failed"),
    NOTIFICATIONS: new DependencyError("resend"),
  });
  expect((await post(text, await signed(text))).status).toBe(503);
});

test("accepts a signature when the queue's clock is a little ahead", async () => {
  const { post } = opened();
  expect((await post(text, await signed(text, { ageSeconds: -5 }))).status).toBe(204);
});

test("answers without Retry-After when a handler fails, so that the queue uses its own back-off", async () => {
  const { post } = opened({ PAYMENTS: new DependencyError("stripe") });
  const answer = await post(text, await signed(text));
  expect([answer.status, answer.headers.get("retry-after")]).toEqual([503, null]);
});

test.each([
  ["a source", { ...confirmed, source: "/warehouse" }],
  ["a handler", { ...confirmed, handlers: "cart,warehouse" }],
  ["a type and no handlers", { ...confirmed, type: "order.packed", handlers: undefined }],
])("does not acknowledge an event with %s that this version does not know", async (_, event) => {
  const { log, post } = opened();
  const logged = spyOn(console, "error").mockImplementation(() => undefined);
  const body = JSON.stringify(event);
  const answer = await post(body, await signed(body));
  expect(logged.mock.calls.join()).toContain('"event":"event.unknown"');
  logged.mockRestore();
  expect(answer.status).toBe(503);
  expect(log).toEqual({ handled: [], acknowledged: [] });
});

test("delivers a type that only newer Workers know to the handlers that the event names", async () => {
  const { log, post } = opened();
  const body = JSON.stringify({ ...confirmed, type: "order.packed", handlers: "cart" });
  expect((await post(body, await signed(body))).status).toBe(204);
  expect(log).toEqual({ handled: ["CART"], acknowledged: [confirmed.id] });
});

test("finds the handlers by type when an older envelope names none", async () => {
  const { log, post } = opened();
  const body = JSON.stringify({ ...confirmed, handlers: undefined });
  expect((await post(body, await signed(body))).status).toBe(204);
  expect(log.handled.toSorted()).toEqual(["CART", "NOTIFICATIONS", "PAYMENTS"]);
});

test("logs invalid signatures once a minute, without body and signature", async () => {
  const { post, clock } = opened();
  const logged = spyOn(console, "error").mockImplementation(() => undefined);
  const refused = () => signed(text, { key: "evil" }).then((bad) => post(text, bad));
  for (let times = 0; times < 3; times += 1) await refused();
  clock.advance(60_000);
  await refused();
  const lines = logged.mock.calls.map(([line]) => JSON.parse(String(line)));
  logged.mockRestore();
  expect(lines.map(({ level, event, times: count }) => [level, event, count])).toEqual([
    ["error", "event.refused", 1],
    ["error", "event.refused", 3],
  ]);
  expect(JSON.stringify(lines)).not.toContain(confirmed.id);
});
