import { afterEach, beforeEach } from "bun:test";
import { Client } from "@upstash/qstash";
import { serveStandIn } from "#cloud/frame/stand-in";
import { type QstashOptions, qstashStandIn } from "./index";

export const TOKEN = "bodega-dev";
export const KEYS = { currentSigningKey: "sig_current", nextSigningKey: "sig_next" };

/** Starts an endpoint that records its requests and returns configured answers. */
export const openEndpoint = () => {
  const calls: { request: Request; bytes: Uint8Array; body: string; path: string }[] = [];
  let waiting: { count: number; resolve: () => void }[] = [];
  let answer: (request: Request, nth: number) => Response | Promise<Response> = () =>
    new Response("ok");
  const server = Bun.serve({
    hostname: "127.0.0.1",
    port: 0,
    async fetch(request) {
      const bytes = new Uint8Array(await request.arrayBuffer());
      const body = new TextDecoder().decode(bytes);
      calls.push({ request, bytes, body, path: new URL(request.url).pathname });
      for (const { count, resolve } of waiting) if (calls.length >= count) resolve();
      waiting = waiting.filter(({ count }) => calls.length < count);
      return answer(request, calls.length);
    },
  });
  return {
    url: `http://127.0.0.1:${server.port}`,
    calls,
    bodies: () => calls.map(({ body }) => body),
    answers(next: typeof answer) {
      answer = next;
    },
    /** Resolves with the call of this number, once it has arrived. */
    async call(count: number) {
      if (calls.length < count)
        await new Promise<void>((resolve) => waiting.push({ count, resolve }));
      const call = calls[count - 1];
      if (!call) throw new Error("the call did not arrive");
      return call;
    },
    stop: () => server.stop(true),
  };
};

interface BookMessage {
  messageId: string;
  state: string;
  url: string;
  body: string;
  fault?: string;
  deliveries: { at: number; status: number }[];
}
interface Books {
  messages: BookMessage[];
  deadLetters: { messageId: string; dlqId: string; responseStatus: number }[];
}

const serve = (options: Partial<QstashOptions>) => {
  const standIn = qstashStandIn({ dataDir: ":memory:", token: TOKEN, ...KEYS, ...options });
  const { url, stop } = serveStandIn(standIn, 0);
  const client = new Client({ baseUrl: url, token: TOKEN, retry: false, enableTelemetry: false });
  return { url, stop, client };
};

/** Starts the stand-in with the official client and an endpoint for each test. */
export const qstashForEachTest = () => {
  let running: ReturnType<typeof serve>;
  let endpoint: ReturnType<typeof openEndpoint>;
  beforeEach(() => {
    endpoint = openEndpoint();
    running = serve({});
  });
  afterEach(async () => {
    await running.stop();
    endpoint.stop();
  });

  const dev = async (method: string, path: string, body?: unknown) => {
    const response = await fetch(`${running.url}/_dev/${path}`, {
      method,
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    return response.status === 204 ? undefined : response.json();
  };
  const books = () => dev("GET", "books") as Promise<Books>;

  return {
    /** The time of a stand-in that was started with `startWithTestClock`. */
    now: 0,
    get url() {
      return running.url;
    },
    get client() {
      return running.client;
    },
    get endpoint() {
      return endpoint;
    },
    /** Replaces the running stand-in with a new one. */
    async start(options: Partial<QstashOptions>) {
      await running.stop();
      running = serve(options);
    },
    /**
     * Replaces the running stand-in with one whose clock only the test moves. It therefore makes no retries
     * by itself.
     */
    async startWithTestClock(options: Partial<QstashOptions> = {}) {
      this.now = Date.now();
      await this.start({ clock: () => this.now, ...options });
    },
    deliverAll: () => dev("POST", "deliver"),
    deliverDue: () => dev("POST", "deliver?only=due"),
    arm: (...rules: unknown[]) => dev("PUT", "faults", { seed: 7, rules }),
    books,
    messageBook: async (messageId: string) =>
      (await books()).messages.find((message) => message.messageId === messageId),
    /** Sends requests that the official client would not send. */
    post: (path: string, headers: Record<string, string> = {}, body = "") =>
      fetch(`${running.url}/v2/${path}`, {
        method: "POST",
        headers: { authorization: `Bearer ${TOKEN}`, ...headers },
        body,
      }),
    delete: (path: string, body = "") =>
      fetch(`${running.url}/v2/${path}`, {
        method: "DELETE",
        headers: { authorization: `Bearer ${TOKEN}` },
        body,
      }),
  };
};
