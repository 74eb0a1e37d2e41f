import { afterAll, beforeAll, expect, test } from "bun:test";
import { withinCall } from "#kernel/call";
import { outgoing } from "#kernel/http";

const seen: { path: string; requestId: string | null; body: string }[] = [];
/** Promises more than it sends before its time is over. */
const brokenOff = () => {
  const stream = new ReadableStream({ start: (body) => body.enqueue(new Uint8Array(1)) });
  return new Response(stream, { headers: { "content-length": "100" } });
};
let server: ReturnType<typeof Bun.serve>;
beforeAll(() => {
  server = Bun.serve({
    hostname: "127.0.0.1",
    port: 0,
    async fetch(request) {
      const { pathname } = new URL(request.url);
      seen.push({
        path: pathname,
        requestId: request.headers.get("x-request-id"),
        body: await request.text(),
      });
      const times = seen.filter(({ path }) => path === pathname).length;
      if (pathname.startsWith("/hangs")) return new Promise<Response>(() => undefined);
      if (pathname.startsWith("/breaks") && times === 1) return brokenOff();
      if (pathname.startsWith("/flaky") && times === 1) return new Response("no", { status: 503 });
      return new Response("ok");
    },
  });
});
afterAll(() => server.stop(true));

const at = (path: string) => `http://127.0.0.1:${server.port}${path}`;
const callsOf = (path: string) => seen.filter((call) => call.path === path);

test("carries the request's id upstream", async () => {
  const trace = {
    requestId: "req_upstream",
    traceparent: "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01",
  };
  await withinCall(
    trace,
    () => undefined,
    () => outgoing({ vendor: "x", timeoutMs: 1000 })(at("/id")),
  );
  expect(callsOf("/id")[0]?.requestId).toBe("req_upstream");
});

test("tries again only what may run twice, with the same body", async () => {
  const post = { method: "POST", body: "same" };
  const once = await outgoing({ vendor: "x", timeoutMs: 1000 })(at("/flaky-once"), post);
  expect(once.status).toBe(503);
  const twice = await outgoing({ vendor: "x", timeoutMs: 1000, tries: 2 })(
    at("/flaky-twice"),
    post,
  );
  expect(twice.status).toBe(200);
  expect(callsOf("/flaky-twice").map(({ body }) => body)).toEqual(["same", "same"]);
});

test("gives up at its deadline with a failure that says come back later", async () => {
  const late = outgoing({ vendor: "x", timeoutMs: 30 })(at("/hangs"));
  expect(await late.catch((err) => [err.code, err.vendor])).toEqual([
    "dependency_unavailable",
    "x",
  ]);
});

test("an answer that breaks off is none: tried again where that is safe, else down", async () => {
  const once = outgoing({ vendor: "x", timeoutMs: 50 })(at("/breaks-once"));
  expect(await once.catch((err) => err.code)).toBe("dependency_unavailable");
  const twice = await outgoing({ vendor: "x", timeoutMs: 50, tries: 2 })(at("/breaks-twice"));
  expect(await twice.text()).toBe("ok");
});

test("a closed port is a dependency that is down", async () => {
  const refused = outgoing({ vendor: "x", timeoutMs: 500 })("http://127.0.0.1:1/");
  expect(await refused.catch((err) => err.code)).toBe("dependency_unavailable");
});
