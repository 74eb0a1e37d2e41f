import { afterAll, beforeAll, expect, test } from "bun:test";
import { eq } from "drizzle-orm";
import { users } from "#db/users/schema";
import { type UsersWorker, usersWorker } from "#users/testing";

let shop: UsersWorker;
beforeAll(async () => {
  shop = await usersWorker();
});
afterAll(() => shop.stop());

const OWN = { origin: "https://shop.example" };
const PASSWORD = "a lamp in the window";
const REFRESH = "__Host-bodega-refresh";

const register = (email: string, headers: Record<string, string> = OWN) =>
  shop.ask("POST", "/v1/auth/register", {
    body: { email, password: PASSWORD, name: "Wanda", transport: "cookie" },
    headers,
  });

const cookiesOf = (answer: Response) =>
  new Map(
    answer.headers.getSetCookie().map((line) => {
      const [pair = "", ...attributes] = line.split("; ");
      const at = pair.indexOf("=");
      return [pair.slice(0, at), { value: pair.slice(at + 1), attributes: attributes.toSorted() }];
    }),
  );
const refreshOf = (answer: Response) => cookiesOf(answer).get(REFRESH)?.value ?? "";

const withCookie = (token: string, headers: Record<string, string> = OWN, key?: string) => ({
  body: {},
  headers: { cookie: `${REFRESH}=${token}`, ...headers },
  ...(key ? { key } : {}),
});

test("sets the refresh token in a host-only cookie that scripts cannot read", async () => {
  const answer = await register("cookie@example.com");
  expect(answer.status).toBe(201);
  const shown = await answer.json();
  expect(shown).not.toHaveProperty("refreshToken");
  expect(shown).toHaveProperty("accessToken");
  expect(cookiesOf(answer).get(REFRESH)?.attributes).toEqual(
    ["HttpOnly", "Max-Age=1209600", "Path=/", "SameSite=Lax", "Secure"].toSorted(),
  );
});

test("sets the cookie of an admin with SameSite=Strict", async () => {
  await register("boss@example.com");
  await shop.db.write
    .update(users)
    .set({ roles: ["admin"] })
    .where(eq(users.email, "boss@example.com"));
  const answer = await shop.ask("POST", "/v1/auth/login", {
    body: { email: "boss@example.com", password: PASSWORD, transport: "cookie" },
    headers: OWN,
  });
  expect(cookiesOf(answer).get(REFRESH)?.attributes).toContain("SameSite=Strict");
  const next = await shop.ask("POST", "/v1/auth/refresh", withCookie(refreshOf(answer)));
  expect(cookiesOf(next).get(REFRESH)?.attributes).toContain("SameSite=Strict");
});

test("refreshes a session by the cookie alone, and replaces the cookie", async () => {
  const first = refreshOf(await register("rotating@example.com"));
  const answer = await shop.ask("POST", "/v1/auth/refresh", withCookie(first));
  expect(answer.status).toBe(200);
  const shown = await answer.json();
  expect(shown).not.toHaveProperty("refreshToken");
  expect(shown).toMatchObject({ user: { email: "rotating@example.com" } });
  const second = refreshOf(answer);
  expect(second).not.toBe(first);
  expect((await shop.ask("POST", "/v1/auth/refresh", withCookie(second))).status).toBe(200);
});

test("answers 403 to a refresh with the cookie from another site, and keeps the session active", async () => {
  const token = refreshOf(await register("target@example.com"));
  const foreign = [
    { origin: "https://evil.example" },
    { origin: "null" },
    { origin: "https://shop.example.evil.example" },
    { origin: "http://shop.example" },
    { "sec-fetch-site": "cross-site" },
    { "sec-fetch-site": "same-site" },
    {},
  ];
  for (const headers of foreign) {
    for (const path of ["/v1/auth/refresh", "/v1/auth/logout"]) {
      const answer = await shop.ask("POST", path, withCookie(token, headers));
      expect([path, headers, answer.status]).toEqual([path, headers, 403]);
      expect(await answer.json()).toMatchObject({ code: "csrf_refused" });
    }
  }
  const own = withCookie(token, { "sec-fetch-site": "same-origin" });
  expect((await shop.ask("POST", "/v1/auth/refresh", own)).status).toBe(200);
});

test("answers 403 to a cross-site registration that asks for cookies", async () => {
  const answer = await register("forced@example.com", { origin: "https://evil.example" });
  expect([answer.status, answer.headers.getSetCookie()]).toEqual([403, []]);
  const again = await register("forced@example.com");
  expect(again.status).toBe(201);
});

test("ends the session and clears the cookie at sign-out", async () => {
  const token = refreshOf(await register("leaving@example.com"));
  const answer = await shop.ask("POST", "/v1/auth/logout", withCookie(token));
  expect(answer.status).toBe(204);
  expect(cookiesOf(answer).get(REFRESH)).toMatchObject({ value: "" });
  expect(cookiesOf(answer).get(REFRESH)?.attributes).toContain("Max-Age=0");
  expect((await shop.ask("POST", "/v1/auth/refresh", withCookie(token))).status).toBe(401);
});

test("answers 422 to a second browser that sends the same idempotency key with another cookie", async () => {
  const [a, b] = [await register("a@example.com"), await register("b@example.com")];
  const answers = [
    await shop.ask("POST", "/v1/auth/refresh", withCookie(refreshOf(a), OWN, "same-key-1")),
    await shop.ask("POST", "/v1/auth/refresh", withCookie(refreshOf(b), OWN, "same-key-1")),
  ];
  expect(answers.map(({ status }) => status)).toEqual([200, 422]);
});

test("answers 204 to a refresh without a token in the body or a cookie", async () => {
  for (const headers of [OWN, {}, { cookie: "theme=dark" }]) {
    const answer = await shop.ask("POST", "/v1/auth/refresh", { body: {}, headers });
    expect([answer.status, await answer.text()]).toEqual([204, ""]);
    expect(answer.headers.getSetCookie()).toEqual([]);
    expect(answer.headers.get("cache-control")).toBe("private, no-store");
  }
});

test("answers 400 to an invalid idempotency key when a refresh has no token", async () => {
  const answer = await shop.ask("POST", "/v1/auth/refresh", { body: {}, key: "short" });
  expect(answer.status).toBe(400);
  expect(await answer.json()).toMatchObject({ code: "idempotency_key_invalid" });
});

test("answers 204 to a sign-out without a token", async () => {
  const answer = await shop.ask("POST", "/v1/auth/logout", { body: {}, headers: OWN });
  expect([answer.status, await answer.text()]).toEqual([204, ""]);
});
