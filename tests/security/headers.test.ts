import { afterAll, beforeAll, describe, expect, setDefaultTimeout, test } from "bun:test";
import { type Definition, routeDefinitions } from "./definitions";
import { newCustomer, PASSWORD, signIn } from "./principals";
import { BOOT_MS, PATIENCE_MS, type ServedShop, startServed } from "./shop";

/** S-CSRF and S-HEADERTRUST: what cookies and headers of a request can do. */
const definitions = await routeDefinitions();
const changing = definitions.filter(({ method }) => method !== "GET");
const ofPeople = definitions.filter(({ access = "admin" }) =>
  ["user", "session", "staff", "admin"].includes(access),
);
/** Returns the path with ids that do not exist. */
const pathOf = ({ path }: Definition) => path.replaceAll(/:\w+/g, "crt_0000000000");

setDefaultTimeout(PATIENCE_MS);
let shop: ServedShop;
let admin: { token: string; userId: string };
beforeAll(async () => {
  shop = await startServed();
  admin = await signIn(shop, "admin@bodega.test");
}, BOOT_MS);
afterAll(() => shop?.stop());

/** Changes that need no session, and their answers: a cart of a guest, and the link of a mail, whose id is its right. */
const FOR_ALL: Partial<Record<string, number>> = {
  "POST /v1/carts": 201,
  "POST /v1/stock-alerts/:id/unsubscribe": 200,
};

describe("S-CSRF", () => {
  const inCookie = async () => {
    const { email } = await newCustomer(shop);
    const answer = await shop.ask("POST", "/v1/auth/login", {
      body: { email, password: PASSWORD, transport: "cookie" },
      headers: { origin: shop.origin },
    });
    const [cookie = ""] = (answer.headers.get("set-cookie") ?? "").split(";");
    return { answer, cookie };
  };

  /** One cookie for all attempts of foreign pages. */
  let family: ReturnType<typeof inCookie>;
  beforeAll(() => {
    family = inCookie();
  });

  test("accepts a cookie from pages of the shop and its storefronts only", async () => {
    const { answer, cookie } = await inCookie();
    expect([answer.status, "refreshToken" in answer.body]).toEqual([200, false]);
    const act = (headers: Record<string, string>) =>
      shop.ask("POST", "/v1/auth/refresh", { body: {}, headers: { cookie, ...headers } });
    for (const origin of ["https://evil.example", "null", `${shop.origin}.evil.example`]) {
      expect([origin, (await act({ origin })).body.code]).toEqual([origin, "csrf_refused"]);
    }
    expect((await act({ "sec-fetch-site": "cross-site" })).status).toBe(403);
    expect((await act({})).status).toBe(403);
    expect((await act({ origin: "http://localhost:3000" })).status).toBe(200);
  });

  test("refuses requests that a foreign form can send", async () => {
    const { cookie } = await inCookie();
    for (const type of ["text/plain", "application/x-www-form-urlencoded", "multipart/form-data"]) {
      const { status } = await shop.ask("POST", "/v1/auth/logout", {
        raw: "{}",
        headers: { cookie, "content-type": type, origin: shop.origin },
      });
      expect([type, status]).toEqual([type, 415]);
    }
    const overridden = await shop.ask("GET", "/v1/auth/logout", {
      headers: { cookie, "x-http-method-override": "POST", origin: shop.origin },
    });
    expect(overridden.status).toBe(405);
  });

  test("allows no foreign origin to read answers", async () => {
    for (const origin of ["https://evil.example", "null", "http://localhost:3000.evil.example"]) {
      const { headers } = await shop.ask("OPTIONS", "/v1/auth/refresh", {
        headers: { origin, "access-control-request-method": "POST" },
      });
      expect(headers.get("access-control-allow-origin")).toBeNull();
    }
  });

  test.each(changing)(
    "$name ignores the cookie when a foreign page sends it",
    async (definition) => {
      const { method, body } = definition;
      const { cookie } = await family;
      const foreign = { cookie, origin: "https://evil.example", "sec-fetch-site": "cross-site" };
      const asForm = await shop.ask(method, pathOf(definition), {
        ...(body ? { raw: "{}" } : {}),
        headers: { ...foreign, ...(body ? { "content-type": "text/plain" } : {}) },
      });
      const asJson = await shop.ask(method, pathOf(definition), {
        ...(body ? { body: {} } : {}),
        headers: foreign,
      });
      for (const { status, headers } of [asForm, asJson]) {
        const isForAll = FOR_ALL[definition.name] === status;
        expect([isForAll || status >= 400, headers.get("set-cookie")]).toEqual([true, null]);
      }
    },
  );

  test("keeps the cookie valid after all of these attempts", async () => {
    const { cookie } = await family;
    const headers = { cookie, origin: shop.origin };
    const { status } = await shop.ask("POST", "/v1/auth/refresh", { body: {}, headers });
    expect(status).toBe(200);
  });

  test("refuses a sign-in or registration from a foreign page", async () => {
    const { email } = await newCustomer(shop);
    for (const path of ["/v1/auth/login", "/v1/auth/register"]) {
      const isNew = path.endsWith("register");
      const { status, body, headers } = await shop.ask("POST", path, {
        body: {
          email: isNew ? `new-${email}` : email,
          password: PASSWORD,
          transport: "cookie",
          ...(isNew ? { name: "Eve" } : {}),
        },
        headers: { origin: "https://evil.example" },
      });
      expect([status, body.code, headers.get("set-cookie")]).toEqual([403, "csrf_refused", null]);
    }
  });

  test("refuses a cookie where an access token is required", async () => {
    const { cookie } = await inCookie();
    const { status } = await shop.ask("GET", "/v1/me", {
      headers: { cookie, origin: shop.origin },
    });
    expect(status).toBe(401);
  });
});

describe("S-HEADERTRUST", () => {
  const root = () =>
    JSON.stringify({ kind: "user", userId: admin.userId, sessionId: "ses_x", roles: ["admin"] });
  const claims = (): Record<string, string> => ({
    "x-bodega-actor": root(),
    "bodega-actor": root(),
    "x-user-id": admin.userId,
    "x-role": "admin",
    "x-roles": "admin",
    "x-internal": "1",
    "x-admin": "true",
    "x-forwarded-for": "127.0.0.1",
    "x-forwarded-user": admin.userId,
    "x-real-ip": "::1",
    "cf-connecting-ip": "127.0.0.1",
    "cf-access-authenticated-user-email": "a@b.example",
    "x-original-url": "/health",
    "x-rewrite-url": "/health",
    forwarded: "for=127.0.0.1",
  });

  test.each(ofPeople)("$name ignores every header that claims an identity", async (definition) => {
    const { method, body } = definition;
    const { status } = await shop.ask(method, pathOf(definition), {
      headers: claims(),
      ...(body ? { body: {} } : {}),
    });
    expect(status).toBe(401);
  });

  test("keeps a customer a customer when its headers claim a role", async () => {
    const { token, userId } = await newCustomer(shop);
    const mine = await shop.ask("GET", "/v1/me", { token, headers: claims() });
    expect(mine.body).toMatchObject({ id: userId, roles: ["customer"] });
    const theirs = await shop.ask("GET", "/v1/admin/orders", { token, headers: claims() });
    expect(theirs.status).toBe(403);
  });

  test.each(["two words", "a:b:c", "shop.test:99999", "<shop>", "[::1", "*", "%2e", "..\\.."])(
    "answers 400 when the Host header is not a host name: %s",
    async (host) => {
      for (const path of ["/v1/products", "/v1/me", "/v1/auth/login"]) {
        const { status, body } = await shop.ask("GET", path, { headers: { host } });
        expect([status, body.code]).toEqual([400, "malformed_request"]);
      }
    },
  );

  test("keeps a valid request id, and replaces an invalid one", async () => {
    const idFor = async (given: string) =>
      (await shop.ask("GET", "/v1/me", { headers: { "x-request-id": given } })).headers.get(
        "x-request-id",
      );
    expect(await idFor("order-4711:retry")).toBe("order-4711:retry");
    for (const junk of ["x", "a b c d e f g h", '"}{"level":"info', "x".repeat(400)]) {
      expect(await idFor(junk)).toMatch(/^req_[0-9a-f]{32}$/);
    }
  });
});
