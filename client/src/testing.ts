import { type ClientOptions, clientWith } from "./client.js";

export interface Received {
  method: string;
  path: string;
  headers: Headers;
  text: string;
}
type Handler = (request: Received) => Response | Promise<Response>;

/** A problem document as the shop sends it. */
export const problem = (status: number, code: string, headers: Record<string, string> = {}) =>
  Response.json(
    { type: "about:blank", title: code, status, detail: code, code, requestId: "req_1" },
    { status, headers: { ...headers, "content-type": "application/problem+json" } },
  );

export const tokens = (nth: number) => ({
  accessToken: `access-${nth}`,
  refreshToken: `refresh-${nth}`,
  expiresIn: 300,
});

/** Starts a server that answers as the test says, and records what it received. */
export const startShop = (handler: Handler) => {
  const received: Received[] = [];
  const server = Bun.serve({
    hostname: "127.0.0.1",
    port: 0,
    async fetch(request) {
      const { pathname, search } = new URL(request.url);
      const entry: Received = {
        method: request.method,
        path: pathname + search,
        headers: request.headers,
        text: await request.text(),
      };
      received.push(entry);
      return handler(entry);
    },
  });
  return { url: server.url.href, received, stop: () => server.stop(true) };
};

/** Returns a client of a shop whose clock moves by its own waits, and only by them or `pass`. */
export const clientOf = (baseUrl: string, options: Partial<ClientOptions> = {}) => {
  const waitsMs: number[] = [];
  let nowMs = 0;
  const client = clientWith(
    { baseUrl, ...options },
    {
      fetch: options.fetch ?? ((url, init) => fetch(url, init)),
      nowMs: () => nowMs,
      random: () => 1,
      async wait(ms, signal) {
        signal.throwIfAborted();
        waitsMs.push(ms);
        nowMs += ms;
      },
    },
  );
  return {
    client,
    waitsMs,
    pass: (ms: number) => {
      nowMs += ms;
    },
  };
};
