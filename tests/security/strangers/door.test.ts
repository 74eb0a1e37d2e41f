import { afterAll, beforeAll, describe, expect, setDefaultTimeout, test } from "bun:test";
import { connect as openSocket, type Socket } from "node:net";
import { sql } from "drizzle-orm";
import { connect, type Database } from "#db/client";
import { addressIn } from "#db/databases";
import { DEV_TOKEN, VENDORS } from "#dev/clouds";
import { BINDINGS } from "#gateway/bindings.rules";
import { signIn } from "#tests/security/principals";
import { BOOT_MS, PATIENCE_MS, type ServedShop, startServed } from "#tests/security/shop";
import { eventually } from "#tests/system";

/** What a request costs the shop before its caller is known. */
setDefaultTimeout(PATIENCE_MS);
let shop: ServedShop;
let users: Database;
beforeAll(async () => {
  shop = await startServed();
  users = connect(addressIn(shop.variables, "users"));
}, BOOT_MS);
afterAll(() => shop?.stop());

/** Opens a connection and sends a request, complete or not. */
const sendRaw = (text: string): Socket => {
  const { hostname, port } = new URL(shop.url);
  const socket = openSocket(Number(port), hostname);
  socket.on("error", () => undefined);
  socket.write(text);
  return socket;
};
const head = (lines: readonly string[]) => `${lines.join("\r\n")}\r\n\r\n`;

describe("health", () => {
  const REQUESTS = 30;
  const LOOK_EVERY_MS = 10_000;
  const PATHS = ["/health/ready", "/v1/services"];

  test("calls Stripe at most once in ten seconds, and shows strangers only the status", async () => {
    const calls = async () => (await shop.journal("stripe")).length;
    const before = await calls();
    const startedAt = performance.now();
    for (let i = 0; i < REQUESTS; i += 1) {
      const { status, body } = await shop.ask("GET", PATHS[i % PATHS.length] ?? "");
      expect([status, body]).toEqual([200, { status: "ok" }]);
    }
    const looks = 1 + Math.ceil((performance.now() - startedAt) / LOOK_EVERY_MS);
    expect((await calls()) - before).toBeLessThanOrEqual(looks);
  });

  test("shows the details to a monitor", async () => {
    const ask = (path: string) => shop.ask("GET", path, { token: DEV_TOKEN });
    expect((await ask("/v1/services")).body.data).toHaveLength(BINDINGS.length);
    expect((await ask("/health/ready")).text).toContain("stripe");
  });
});

describe("the gateway's memory", () => {
  /** Returns whether a URL is answered without a query to the database. */
  const isRemembered = async (path: string) => {
    const requestId = `remembered-${crypto.randomUUID()}`;
    const { status } = await shop.ask("GET", path, { headers: { "x-request-id": requestId } });
    expect(status).toBe(200);
    return !(await shop.journal("libsql")).some((call) => call.requestId === requestId);
  };
  const twice = async (path: string) => [await isRemembered(path), await isRemembered(path)];

  test("keeps answers of URLs that a storefront links to, but not of long URLs", async () => {
    expect(await twice("/v1/products?tag=none&priceMax=4711&limit=1")).toEqual([false, true]);
    const long = `/v1/products?tag=none&priceMax=4711&limit=${"0".repeat(15_000)}1`;
    expect(await twice(long)).toEqual([false, false]);
  });
});

describe("slow bodies of staff", () => {
  const UPLOADS = 32;
  const AT_ONCE_MS = 5000;
  const admittedTo = async (act: string) => {
    const [row] = await users.read.all<{ acts: number }>(
      sql`select count(*) acts from audit_entries where act = ${act}`,
    );
    return row?.acts ?? 0;
  };

  test.each([
    ["/v1/admin/products/import", "text/csv", "Handle"],
    ["/v1/admin/inventory/adjustments", "application/json", '{"variantId"'],
  ])("do not block the shop: %s", async (path, type, begin) => {
    const { token } = await signIn(shop, "staff@bodega.test");
    const request = head([
      `POST ${path} HTTP/1.1`,
      "Host: localhost",
      `Authorization: Bearer ${token}`,
      `Content-Type: ${type}`,
      "Content-Length: 60000",
    ]);
    const slow = Array.from({ length: UPLOADS }, () => sendRaw(request + begin));
    try {
      await eventually(
        "the uploads let in",
        () => admittedTo(`POST ${path}`),
        (acts) => acts === UPLOADS,
      );
      for (let i = 0; i < 3; i += 1) {
        const startedAt = performance.now();
        const { status } = await shop.ask("POST", "/v1/carts", { body: {} });
        expect(status).toBe(201);
        expect(performance.now() - startedAt).toBeLessThan(AT_ONCE_MS);
      }
    } finally {
      for (const socket of slow) socket.destroy();
    }
  });
});

test("logs no error when uploads disconnect, and accepts the next upload", async () => {
  const { token } = await signIn(shop, "staff@bodega.test");
  const path = "/v1/admin/products/import";
  const csv = { "content-type": "text/csv" };
  const request = head([
    ...[`POST ${path} HTTP/1.1`, "Host: localhost", `Authorization: Bearer ${token}`],
    ...["Content-Type: text/csv", "Content-Length: 60000"],
  ]);
  const opened = async () => {
    const [row] = await users.read.all<{ acts: number }>(
      sql`select count(*) acts from audit_entries where act = ${`POST ${path}`}`,
    );
    return row?.acts ?? 0;
  };
  const before = await opened();
  const logged = shop.lines.length;
  // As many as there are upload slots, so that the next upload needs all of them to be released.
  const sockets = Array.from({ length: 4 }, () => sendRaw(`${request}Handle,Title`));
  await eventually("the uploads let in", opened, (acts) => acts === before + sockets.length);
  for (const socket of sockets) socket.destroy();
  const raw = "Handle,Title\nlamp-of-a-test,Lamp\n";
  expect((await shop.ask("POST", path, { token, raw, headers: csv })).status).toBe(200);
  const errors = shop.lines.slice(logged).filter((line) => /"level":"error"/.test(line));
  expect(errors).toEqual([]);
});

describe("a malformed request", () => {
  const CHUNKED = [
    ...["POST /v1/carts HTTP/1.1", "Host: localhost", "Content-Type: application/json"],
    ...["Transfer-Encoding: chunked", "Connection: close"],
  ];
  const MALFORMED: [string, string, string][] = [
    ["a Host of dots", head(["GET /v1/me HTTP/1.1", "Host: ..\\.."]), "malformed_request"],
    ["a Host of a star", head(["GET /v1/me HTTP/1.1", "Host: *"]), "malformed_request"],
    ["an encoded Host", head(["GET /v1/me HTTP/1.1", "Host: %2e"]), "malformed_request"],
    [
      "a chunk whose size is too large",
      `${head(CHUNKED)}fffffffffffffffff\r\n{}\r\n0\r\n\r\n`,
      "malformed_request",
    ],
  ];
  const answerTo = (text: string) => {
    const { promise, resolve } = Promise.withResolvers<string>();
    const socket = sendRaw(text);
    let received = "";
    socket.on("data", (data) => {
      received += data;
      if (/"code":"\w+"/.test(received)) resolve(received);
    });
    socket.on("close", () => resolve(received));
    return promise.finally(() => socket.destroy());
  };

  test.each(MALFORMED)("gets 400 and is not logged as an error: %s", async (_, text, code) => {
    const logged = shop.lines.length;
    const answer = await answerTo(text);
    expect(answer).toStartWith("HTTP/1.1 400 ");
    expect(answer).toContain(`"code":"${code}"`);
    const errors = shop.lines.slice(logged).filter((line) => /"level":"error"/.test(line));
    expect(errors).toEqual([]);
  });
});

test.each(VENDORS)("answers only its own host: the stand-in of %s", async (vendor) => {
  const url = `${shop.cloudUrls[vendor]}/_dev/books`;
  const statusFor = async (headers: Record<string, string>) =>
    (await fetch(url, { headers })).status;
  expect(await statusFor({ host: "rebound.evil.example" })).toBe(421);
  expect(await statusFor({})).toBe(200);
});
