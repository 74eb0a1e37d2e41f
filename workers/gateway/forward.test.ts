import { describe, expect, test } from "bun:test";
import { ACTOR_HEADER } from "#kernel/actor";
import { movableClock } from "#kernel/testing";
import { edgeCache } from "./cache";
import { forwarder, turnOutward } from "./forward";
import { isPlainPath, ROUTES, routeOf } from "./routes";
import { staffDoor } from "./staff";
import { quietServices } from "./testing";

const user = { kind: "user", userId: "usr_1", sessionId: "ses_1", roles: ["customer"] } as const;
const opened = (overrides: Parameters<typeof quietServices>[0] = {}) => {
  const session = async (authorization: string | null) =>
    authorization ? { ...user, roles: [...user.roles] } : ({ kind: "guest" } as const);
  const services = quietServices(overrides);
  return forwarder({
    services,
    session,
    cache: edgeCache(movableClock()),
    admit: (work) => work(),
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
