import { describe, expect, test } from "bun:test";
import type { StaffAct } from "#contract/users";
import { ACTOR_HEADER, type Role } from "#kernel/actor";
import { AppError } from "#kernel/errors";
import { movableClock } from "#kernel/testing";
import { edgeCache } from "./cache.store";
import { forwarder, fromMemory, turnOutward } from "./forward.middleware";
import { isPlainPath, ROUTES, routeOf } from "./prefixes.rules";
import { staffDoor } from "./staff.service";
import { quietServices } from "./testing";

const user = { kind: "user", userId: "usr_1", sessionId: "ses_1", roles: ["customer"] } as const;
const opened = (
  overrides: Parameters<typeof quietServices>[0] = {},
  roles: readonly Role[] = user.roles,
) => {
  const session = async (authorization: string | null) =>
    authorization ? { ...user, roles: [...roles] } : ({ kind: "guest" } as const);
  const services = quietServices(overrides);
  return forwarder({
    services,
    session,
    cache: edgeCache(movableClock()),
    limit: async () => ({}),
    admit: (work) => work(),
    admitUpload: (work) => work(),
    staff: staffDoor(services.USERS),
  });
};
const told = async (path: string, headers: Record<string, string> = {}) => {
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
    ["/.well-known/jwks.json", "USERS"],
  ])("%s goes to %s", async (path, service) => {
    expect((await told(path)).service).toBe(service);
  });

  test("a longer word is not a prefix", () => {
    expect(routeOf("/v1/menu")).toBeUndefined();
    expect(routeOf("/v1/meadow/orders")).toBeUndefined();
  });

  test("no route is hidden behind an earlier one", () => {
    for (const route of ROUTES)
      expect(routeOf(route.prefix)).toBe(ROUTES.find(({ prefix }) => prefix === route.prefix));
  });
});

test.each(["/v1//me", "/v1/me%2forders", "/v1/%2e%2e/admin", "/v1/me;x", "/v1\\me", "/v1/%00"])(
  "a path that two parsers could read differently is not routed: %s",
  (path) => {
    expect(isPlainPath(path)).toBe(false);
  },
);

test.each(["หมวกสีฟ้า", "कुर्ता-नीला", "i̇nci-kolye", "_sample", "große-tasse", "a--b-"])(
  "hands on the path of a product when its slug is %s",
  async (slug) => {
    const path = `/v1/products/${encodeURIComponent(slug)}`;
    const asked: string[] = [];
    const CATALOG = {
      fetch: async (request: Request) => {
        asked.push(new URL(request.url).pathname);
        return Response.json({});
      },
    };
    const answer = await opened({ CATALOG })(new Request(`https://shop.test${path}`));
    expect(answer.status).toBe(200);
    expect(asked).toEqual([path]);
  },
);

test("who asks is said by the shop alone", async () => {
  const forged = {
    [ACTOR_HEADER]: JSON.stringify({ ...user, roles: ["admin"] }),
    "x-bodega-other": "1",
  };
  const asGuest = await told("/v1/carts/crt_1", forged);
  expect(Object.keys(asGuest.headers).filter((name) => name.startsWith("x-bodega"))).toEqual([]);
  const asUser = await told("/v1/carts/crt_1", { ...forged, authorization: "Bearer t" });
  expect(JSON.parse(asUser.headers[ACTOR_HEADER] ?? "")).toEqual(user);
  expect(asUser.headers.authorization).toBeUndefined();
});

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
    const answer = await opened({ USERS }, roles)(request).catch((err) => err.code as string);
    return { answer, acts };
  };

  test("is shown to its owner without a word to anybody", async () => {
    const { answer, acts } = await order(["customer"]);
    expect([(answer as Response).status, acts]).toEqual([200, []]);
  });

  test("is shown to staff as they are now, and it is written down", async () => {
    const { answer, acts } = await order(["staff"]);
    expect((answer as Response).status).toBe(200);
    expect(acts).toMatchObject([{ act: "GET /v1/orders/ord_1", recorded: true }]);
  });

  test("is not shown to staff whose session has ended", async () => {
    const ended = () => Promise.reject(new AppError("unauthenticated"));
    expect((await order(["staff"], ended)).answer).toBe("unauthenticated");
  });
});

test.each([
  ["POST", "/v1/admin/products/import", "upload"],
  ["POST", "/v1/admin/products/prd_1/archive", "shop"],
  ["POST", "/v1/carts", "shop"],
])("takes a place of its kind for %s %s: %s", async (method, path, kind) => {
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
  const forward = forwarder({
    limit: async () => ({}),
    ...{ services, cache: edgeCache(movableClock()), staff: staffDoor(services.USERS) },
    session: async () => ({ ...user, roles: ["staff"] }),
    ...{ admit: counting("shop"), admitUpload: counting("upload") },
  });
  await forward(new Request(`https://shop.test${path}`, { method, body: "{}" }));
  expect(taken).toEqual([kind]);
});

test("a catalogue answer is asked for once", async () => {
  let asked = 0;
  const fetch = async () => {
    asked += 1;
    return new Response("{}", { headers: { ETag: '"1"', "Cache-Control": "public, s-maxage=10" } });
  };
  const forward = opened({ CATALOG: { fetch } });
  for (let times = 0; times < 3; times += 1)
    await forward(new Request("https://shop.test/v1/products"));
  expect(asked).toBe(1);
});

test("what a Worker says for our ears only does not leave the shop", () => {
  const headers = new Headers({ "Bodega-Tags": "prd_1", "Bodega-Purge": "*" });
  turnOutward(headers);
  expect([...headers.keys()].filter((name) => name.startsWith("bodega"))).toEqual([]);
  expect(headers.get("x-request-id")).not.toBeNull();
});

describe("what the cache knows", () => {
  const url = "https://shop.test/v1/products?b=2&a=1";
  const remembering = async () => {
    const cache = edgeCache(movableClock());
    const answer = new Response("[]", {
      headers: { ETag: '"x"', "Cache-Control": "s-maxage=10", "bodega-tags": "prd_1" },
    });
    await cache.keep("/v1/products?a=1&b=2", answer, cache.generation());
    return fromMemory(cache);
  };

  test("is answered at once, as it may leave the shop", async () => {
    const answer = (await remembering())(new Request(url));
    expect([answer?.status, await answer?.text()]).toEqual([200, "[]"]);
    expect(answer?.headers.get("x-content-type-options")).toBe("nosniff");
    expect(answer?.headers.get("x-request-id")).toBeString();
    expect(answer?.headers.get("bodega-tags")).toBeNull();
    const headers = { "if-none-match": '"x"' };
    expect((await remembering())(new Request(url, { headers }))?.status).toBe(304);
  });

  test.each([
    ["a page of another origin", new Request(url, { headers: { origin: "https://else.test" } })],
    ["a change", new Request(url, { method: "POST" })],
    ["another question", new Request("https://shop.test/v1/products?a=1")],
    ["a path that could be read in two ways", new Request("https://shop.test/v1//products")],
    ["what is nobody else's", new Request("https://shop.test/v1/me")],
  ])("is no answer to %s", async (_, request) => {
    expect((await remembering())(request)).toBeUndefined();
  });
});
