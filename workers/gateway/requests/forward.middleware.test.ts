import { describe, expect, test } from "bun:test";
import type { UsersRpc } from "#contract/users";
import { compose } from "#gateway/index";
import { platformBindings, quietServices, TEST_VARS } from "#gateway/testing";
import { ACTOR_HEADER, type Role } from "#kernel/actor";
import { AppError } from "#kernel/errors";
import { isPlainPath, ROUTES, routeOf } from "./prefixes.rules";

const user = { kind: "user", userId: "usr_1", sessionId: "ses_1", roles: ["customer"] } as const;
const opened = (
  overrides: Parameters<typeof quietServices>[0] = {},
  roles: readonly Role[] = user.roles,
) => {
  const session = async (authorization: string | null) =>
    authorization ? { ...user, roles: [...roles] } : ({ kind: "guest" } as const);
  const env = { ...quietServices(overrides), ...platformBindings(), ...TEST_VARS };
  const { app } = compose(env, { session });
  return async (request: Request) => app.fetch(request);
};
const responseTo = async (path: string, headers: Record<string, string> = {}) => {
  const answer = await opened()(new Request(`https://shop.test${path}`, { headers }));
  return (await answer.json()) as { service: string; headers: Record<string, string> };
};

describe("the prefix table", () => {
  test.each([
    ["/v1/products/x", "CATALOG"],
    ["/v1/me", "USERS"],
    ["/v1/me/orders", "ORDERS"],
    ["/v1/orders", "CART"],
    ["/v1/orders/ord_1", "ORDERS"],
    ["/webhooks/stripe", "PAYMENTS"],
    ["/webhooks/resend", "NOTIFICATIONS"],
    ["/webhooks/twilio", "NOTIFICATIONS"],
    ["/.well-known/jwks.json", "USERS"],
  ])("routes %s to %s", async (path, service) => {
    expect((await responseTo(path)).service).toBe(service);
  });

  test("does not match a longer word", () => {
    expect(routeOf("/v1/menu")).toBeUndefined();
    expect(routeOf("/v1/meadow/orders")).toBeUndefined();
  });

  test("has no route that an earlier one hides", () => {
    for (const route of ROUTES)
      expect(routeOf(route.prefix)).toBe(
        ROUTES.find(({ prefix, form }) => prefix === route.prefix && !form),
      );
  });
});

test.each(["/v1//me", "/v1/me%2forders", "/v1/%2e%2e/admin", "/v1/me;x", "/v1\\me", "/v1/%00"])(
  "does not route a path that two parsers could read differently: %s",
  (path) => {
    expect(isPlainPath(path)).toBe(false);
  },
);

test.each(["หมวกสีฟ้า", "कुर्ता-नीला", "i̇nci-kolye", "_sample", "große-tasse", "a--b-"])(
  "forwards the path of a product when its slug is %s",
  async (slug) => {
    const path = `/v1/products/${encodeURIComponent(slug)}`;
    const paths: string[] = [];
    const CATALOG = {
      fetch: async (request: Request) => {
        paths.push(new URL(request.url).pathname);
        return Response.json({});
      },
    };
    const answer = await opened({ CATALOG })(new Request(`https://shop.test${path}`));
    expect(answer.status).toBe(200);
    expect(paths).toEqual([path]);
  },
);

test("replaces actor headers from outside by the verified actor", async () => {
  const forged = {
    [ACTOR_HEADER]: JSON.stringify({ ...user, roles: ["admin"] }),
    "x-bodega-other": "1",
  };
  const asGuest = await responseTo("/v1/carts/crt_1", forged);
  expect(Object.keys(asGuest.headers).filter((name) => name.startsWith("x-bodega"))).toEqual([]);
  const asUser = await responseTo("/v1/carts/crt_1", { ...forged, authorization: "Bearer t" });
  expect(JSON.parse(asUser.headers[ACTOR_HEADER] ?? "")).toEqual(user);
  expect(asUser.headers.authorization).toBeUndefined();
});

type StaffAct = Parameters<UsersRpc["admit"]>[0];

describe("an order", () => {
  const order = async (roles: Role[], admit?: () => Promise<object>) => {
    const acts: StaffAct[] = [];
    const USERS = {
      admit: async (act: StaffAct) => {
        acts.push(act);
        return admit ? admit() : { auditId: "aud_1", roles };
      },
      noted: async () => undefined,
    };
    const headers = { authorization: "Bearer t" };
    const request = new Request("https://shop.test/v1/orders/ord_1", { headers });
    const answer = await opened({ USERS }, roles)(request);
    return { answer, acts };
  };

  test("writes no audit entry when its owner reads it", async () => {
    const { answer, acts } = await order(["customer"]);
    expect([answer.status, acts]).toEqual([200, []]);
  });

  test("writes an audit entry when staff read it, by their current roles", async () => {
    const { answer, acts } = await order(["staff"]);
    expect(answer.status).toBe(200);
    expect(acts).toMatchObject([{ act: "GET /v1/orders/ord_1", recorded: true }]);
  });

  test("is refused to staff when their session has ended", async () => {
    const ended = () => Promise.reject(new AppError("unauthenticated"));
    const { answer } = await order(["staff"], ended);
    expect(((await answer.json()) as { code: string }).code).toBe("unauthenticated");
  });
});

test.each([
  ["POST", "/v1/admin/products/import", "upload"],
  ["POST", "/v1/admin/products/prd_1/archive", "shop"],
  ["POST", "/v1/carts", "shop"],
  ["POST", "/v1/auth/register", "hash"],
  ["POST", "/v1/auth/login", "hash"],
  ["POST", "/v1/auth/password/reset", "hash"],
  ["POST", "/v1/auth/refresh", "shop"],
])("takes a slot of its kind for %s %s: %s", async (method, path, kind) => {
  const taken: string[] = [];
  const counting =
    (name: string) =>
    async <T>(work: () => Promise<T>) => {
      taken.push(name);
      return work();
    };
  const services = quietServices({
    USERS: { admit: async () => ({ auditId: null, roles: ["staff"] }) },
  });
  const { app } = compose(
    { ...services, ...platformBindings(), ...TEST_VARS },
    {
      session: async () => ({ ...user, roles: ["staff"] }),
      admissions: {
        shop: counting("shop"),
        upload: counting("upload"),
        hash: counting("hash"),
      },
    },
  );
  await app.fetch(new Request(`https://shop.test${path}`, { method, body: "{}" }));
  expect(taken).toEqual([kind]);
});

test("forwards a read of the catalogue with its parameters in one order", async () => {
  const asked: string[] = [];
  const fetch = async ({ url }: Request) => {
    asked.push(url);
    return new Response("{}");
  };
  const forward = opened({ CATALOG: { fetch }, CART: { fetch } });
  for (const path of ["v1/products?tag=b&limit=2", "v1/products?limit=2&tag=b", "v1/carts?b&a"])
    await forward(new Request(`https://shop.test/${path}`));
  expect(asked).toEqual([
    "https://shop.test/v1/products?limit=2&tag=b",
    "https://shop.test/v1/products?limit=2&tag=b",
    "https://shop.test/v1/carts?b&a",
  ]);
});

test("requests a catalogue answer once when it is cached", async () => {
  let requests = 0;
  const fetch = async () => {
    requests += 1;
    return new Response("{}", { headers: { ETag: '"1"', "Cache-Control": "public, s-maxage=10" } });
  };
  const forward = opened({ CATALOG: { fetch } });
  for (let times = 0; times < 3; times += 1)
    await forward(new Request("https://shop.test/v1/products"));
  expect(requests).toBe(1);
});
