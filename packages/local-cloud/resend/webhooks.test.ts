import { afterEach, expect, test } from "bun:test";
import { Resend } from "resend";
import { serveStandIn } from "#cloud/frame/stand-in";
import { type ResendOptions, resendStandIn } from "./index";
import { MAIL, TOKEN } from "./testing";

const SECRETS = [
  `whsec_${Buffer.from("the current secret").toString("base64")}`,
  `whsec_${Buffer.from("the former secret").toString("base64")}`,
];

interface Received {
  headers: { id: string; timestamp: string; signature: string };
  text: string;
  event: { type: string; data: { email_id: string; to: string[] } & Record<string, unknown> };
}

/** Starts a server that collects webhooks. It answers with the given statuses, then with 200. */
const startReceiver = (statuses: number[]) => {
  const received: Received[] = [];
  let wake: (() => void) | undefined;
  const server = Bun.serve({
    hostname: "127.0.0.1",
    port: 0,
    async fetch(request) {
      const text = await request.text();
      const header = (name: string) => request.headers.get(`svix-${name}`) ?? "";
      const headers = {
        id: header("id"),
        timestamp: header("timestamp"),
        signature: header("signature"),
      };
      received.push({ headers, text, event: JSON.parse(text) });
      wake?.();
      return new Response(null, { status: statuses.shift() ?? 200 });
    },
  });
  return {
    url: `http://127.0.0.1:${server.port}/webhooks/resend`,
    /** Resolves with the webhooks once there are so many. */
    async first(count: number) {
      while (received.length < count) {
        await new Promise<void>((resolve) => {
          wake = resolve;
        });
      }
      return received.slice(0, count);
    },
    close: () => server.stop(true),
  };
};

const ends: (() => unknown)[] = [];
afterEach(async () => {
  for (const end of ends.splice(0).reverse()) await end();
});

const start = (statuses: number[] = [], options: Partial<ResendOptions> = {}) => {
  const receiver = startReceiver(statuses);
  const standIn = resendStandIn({
    dataDir: ":memory:",
    token: TOKEN,
    webhookUrl: receiver.url,
    webhookSecrets: SECRETS.slice(0, 1),
    webhookRetryDelaysMs: [1, 1],
    ...options,
  });
  const server = serveStandIn(standIn, 0);
  ends.push(receiver.close, server.stop);
  const client = new Resend(TOKEN, { baseUrl: server.url });
  const send = async (to: string) => (await client.emails.send({ ...MAIL, to })).data?.id ?? "";
  return { receiver, client, send, faults: standIn.faults };
};

const typesOf = (all: Received[]) => all.map(({ event }) => event.type).toSorted();
const EVENTS = {
  bounced: ["email.bounced", "email.sent"],
  complained: ["email.complained", "email.delivered", "email.sent"],
  delivered: ["email.delivered", "email.sent"],
};

test.each([
  ["bounced@resend.dev", "bounced"],
  ["bounced+ann@resend.dev", "bounced"],
  ["complained@resend.dev", "complained"],
  ["delivered@resend.dev", "delivered"],
  ["ann@example.com", "delivered"],
] as const)("announces what happens to a mail to %s", async (to, outcome) => {
  const { receiver, client, send } = start();
  const mailId = await send(to);
  const webhooks = await receiver.first(EVENTS[outcome].length);
  expect(typesOf(webhooks)).toEqual(EVENTS[outcome]);
  for (const { event } of webhooks)
    expect(event.data).toMatchObject({ email_id: mailId, to: [to] });
  const { data } = await client.emails.get(mailId);
  expect(data?.last_event).toBe(outcome);
});

test("describes a hard bounce", async () => {
  const { receiver, send } = start([], { webhookEvents: ["email.bounced"] });
  await send("bounced@resend.dev");
  const [webhook] = await receiver.first(1);
  expect(webhook?.event.data.bounce).toMatchObject({ type: "Permanent" });
});

test("signs with each secret, as the official SDK verifies it", async () => {
  const { receiver, client, send } = start([], { webhookSecrets: SECRETS });
  await send("delivered@resend.dev");
  for (const { headers, text, event } of await receiver.first(2))
    for (const webhookSecret of SECRETS)
      expect(client.webhooks.verify({ payload: text, headers, webhookSecret })).toEqual(
        event as unknown as ReturnType<typeof client.webhooks.verify>,
      );
});

test("repeats a webhook under the same id until it is accepted", async () => {
  const { receiver, send } = start([500, 404], { webhookEvents: ["email.sent"] });
  await send("delivered@resend.dev");
  const attempts = await receiver.first(3);
  expect(new Set(attempts.map(({ headers, text }) => `${headers.id} ${text}`)).size).toBe(1);
});

test("announces a mail once when its request is repeated", async () => {
  const { receiver, client } = start([], { webhookEvents: ["email.sent"] });
  const send = (to: string) => client.emails.send({ ...MAIL, to }, { idempotencyKey: to });
  await send("ann@example.com");
  await send("ann@example.com");
  await send("ben@example.com");
  const webhooks = await receiver.first(2);
  expect(webhooks.map(({ event }) => event.data.to[0]).toSorted()).toEqual([
    "ann@example.com",
    "ben@example.com",
  ]);
});
