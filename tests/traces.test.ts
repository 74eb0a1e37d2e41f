import { afterAll, beforeAll, beforeEach, expect, test } from "bun:test";
import { signIn } from "#tests/security/principals";
import { BOOT_MS, PATIENCE_MS, type ServedShop, startServed } from "#tests/security/shop";
import { type Buying, buying } from "./buying";
import { eventually } from "./system";

interface OtlpSpan {
  traceId: string;
  spanId: string;
  parentSpanId?: string;
  name: string;
}
interface Batch {
  resourceSpans: {
    resource: { attributes: { key: string; value: { stringValue: string } }[] };
    scopeSpans: { spans: OtlpSpan[] }[];
  }[];
}

/** Receives traces, and answers as the test says. */
const receiver = () => {
  const texts: string[] = [];
  let answer = (): Response | Promise<Response> => Response.json({});
  const server = Bun.serve({
    hostname: "127.0.0.1",
    port: 0,
    async fetch(request) {
      texts.push(await request.text());
      return answer();
    },
  });
  const spans = () =>
    texts.flatMap((text) =>
      (JSON.parse(text) as Batch).resourceSpans.flatMap(({ resource, scopeSpans }) => {
        const worker = resource.attributes.find(({ key }) => key === "service.name");
        return (scopeSpans[0]?.spans ?? []).map((span) => ({
          ...span,
          worker: worker?.value.stringValue,
        }));
      }),
    );
  return {
    url: `http://127.0.0.1:${server.port}`,
    spans,
    text: () => texts.join("\n"),
    answerWith(next: typeof answer) {
      answer = next;
    },
    stop: () => server.stop(true),
  };
};

/** Variables of the environment replace those of the Workers. */
const { OTEL_EXPORTER_OTLP_ENDPOINT: ENDPOINT_BEFORE } = process.env;
let traces: ReturnType<typeof receiver>;
let shop: ServedShop;
let buy: Buying;
let variantIds: string[];
beforeAll(async () => {
  traces = receiver();
  process.env.OTEL_EXPORTER_OTLP_ENDPOINT = traces.url;
  shop = await startServed();
  buy = buying(shop, (await signIn(shop, "staff@bodega.test")).token);
  const variants = await buy.variants();
  variantIds = variants.map(({ id }) => id);
}, BOOT_MS);
afterAll(async () => {
  if (ENDPOINT_BEFORE === undefined) delete process.env.OTEL_EXPORTER_OTLP_ENDPOINT;
  else process.env.OTEL_EXPORTER_OTLP_ENDPOINT = ENDPOINT_BEFORE;
  await shop?.stop();
  await traces?.stop();
});
beforeEach(() => traces.answerWith(() => Response.json({})));

const newCart = (email: string) => buy.readyCart(variantIds[0] ?? "", email);

test(
  "continues the storefront's trace through Workers, vendors and events to the mail",
  async () => {
    const traceId = "4bf92f3577b34da6a3ce929d0e0e4736";
    const storefrontSpan = "00f067aa0ba902b7";
    const email = "traced@bodega.test";
    const cart = await newCart(email);
    const traceparent = `00-${traceId}-${storefrontSpan}-01`;
    const { status } = await buy.place(cart, crypto.randomUUID(), { traceparent });
    expect(status).toBe(201);

    const [mail] = await eventually(
      "the mail",
      () => shop.mailsTo(email),
      ({ length }) => length > 0,
    );
    expect(mail.headers.traceparent).toStartWith(`00-${traceId}-`);

    const ofTrace = async () => traces.spans().filter((span) => span.traceId === traceId);
    const orphans = (spans: Awaited<ReturnType<typeof ofTrace>>) => {
      const known = new Set([storefrontSpan, ...spans.map(({ spanId }) => spanId)]);
      return spans.filter(({ parentSpanId }) => !known.has(parentSpanId ?? ""));
    };
    const spans = await eventually(
      "a trace from the order to its mail, with the parent of each span",
      ofTrace,
      (seen) => seen.some(({ name }) => name === "POST resend") && orphans(seen).length === 0,
    );
    const named = new Set(spans.map(({ worker, name }) => `${worker}: ${name}`));
    for (const name of [
      "gateway: POST /v1/orders",
      "cart: POST /v1/orders",
      "cart: POST redis",
      "orders: orders/place",
      "orders: POST libsql",
      "payments: payments/authorise",
      "payments: POST stripe",
      "orders: send qstash",
      "gateway: POST /events",
      "payments: process order.confirmed",
      "notifications: process order.confirmed",
      "notifications: POST resend",
    ])
      expect([...named]).toContain(name);
    for (const secret of [cart.id, email, "bodega-dev", "pm_card_visa"])
      expect(traces.text()).not.toContain(secret);
  },
  PATIENCE_MS,
);

/** Far below the deadline of the exporter. */
const ANSWER_MS_MAX = 1000;

test.each([
  ["hangs", () => new Promise<Response>(() => undefined)],
  ["answers 500", () => new Response("no", { status: 500 })],
])(
  "answers as fast as before when the receiver of traces %s",
  async (_, answer) => {
    traces.answerWith(answer);
    const cart = await newCart("patient@bodega.test");
    const startedAt = performance.now();
    for (let nth = 0; nth < 20; nth += 1) {
      expect((await shop.ask("GET", `/v1/carts/${cart.id}`)).status).toBe(200);
    }
    expect((performance.now() - startedAt) / 20).toBeLessThan(ANSWER_MS_MAX / 4);
    expect((await buy.place(cart)).status).toBe(201);
  },
  PATIENCE_MS,
);

test(
  "answers when nothing listens at the address of the receiver",
  async () => {
    const cart = await newCart("alone@bodega.test");
    await traces.stop();
    const startedAt = performance.now();
    expect((await buy.place(cart)).status).toBe(201);
    expect(performance.now() - startedAt).toBeLessThan(ANSWER_MS_MAX);
  },
  PATIENCE_MS,
);
