import { afterAll, beforeAll, expect, test } from "bun:test";
import { withinCall } from "#kernel/call";
import { outgoing } from "#kernel/vendors/http";

const seen: { path: string; requestId: string | null; body: string }[] = [];
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
      if (pathname.startsWith("/flaky") && times === 1) return new Response("no", { status: 503 });
      return new Response("ok");
    },
  });
});
afterAll(() => server.stop(true));

const at = (path: string) => `http://127.0.0.1:${server.port}${path}`;
const callsOf = (path: string) => seen.filter((call) => call.path === path);

test("passes the request id to the dependency", async () => {
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

test("retries a call with the same body only when it may run twice", async () => {
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

test("throws a DependencyError when no answer arrives before the deadline", async () => {
  const late = outgoing({ vendor: "x", timeoutMs: 30 })(at("/hangs"));
  expect(await late.catch((err) => [err.code, err.vendor])).toEqual([
    "dependency_unavailable",
    "x",
  ]);
});

/** Returns a server that breaks off its first response before the end. */
const breaksOffOnce = () => {
  const parts = ["par", "whole"];
  return Bun.listen({
    hostname: "127.0.0.1",
    port: 0,
    socket: {
      data(socket) {
        socket.end(`HTTP/1.1 200 OK\r\ncontent-length: 5\r\n\r\n${parts.shift() ?? "whole"}`);
      },
    },
  });
};

test.each([1, 2])(
  "treats a response that breaks off as lost, with a maximum of %p tries",
  async (tries) => {
    const listener = breaksOffOnce();
    const ask = outgoing({ vendor: "x", timeoutMs: 5000, tries });
    const text = ask(`http://127.0.0.1:${listener.port}/`).then((answer) => answer.text());
    expect(await text.catch((err) => err.code)).toBe(
      tries === 1 ? "dependency_unavailable" : "whole",
    );
    listener.stop(true);
  },
);

test("reports a dependency as down when its port is closed", async () => {
  const refused = outgoing({ vendor: "x", timeoutMs: 500 })("http://127.0.0.1:1/");
  expect(await refused.catch((err) => err.code)).toBe("dependency_unavailable");
});

test("retries calls of one dependency when the retry budget of another is used up", async () => {
  const down = outgoing({ vendor: "down", timeoutMs: 500, tries: 2 });
  for (let calls = 0; calls < 15; calls += 1) await down("http://127.0.0.1:1/").catch(() => null);
  const other = outgoing({ vendor: "other", timeoutMs: 1000, tries: 2 });
  expect((await other(at("/flaky-beside"))).status).toBe(200);
});
