import { expect, spyOn, test } from "bun:test";
import { countingLimiters } from "#gateway/testing";
import { type Actor, GUEST } from "#kernel/actor";
import { appErrorIn } from "#kernel/errors";
import { EDGE_CLASSES } from "#kernel/routes/rate-classes";
import { movableClock, userActor } from "#kernel/testing";
import { edgeLimits, withPolicy } from "./edge-limits.http";

const ADDRESS = "x-client-address";
const from = (address: string) =>
  new Request("https://shop.test/v1/carts", { headers: { [ADDRESS]: address } });
const opened = (addressHeader: string | undefined = ADDRESS) =>
  edgeLimits({ limiters: countingLimiters(), addressHeader, clock: movableClock() });
const outcome = (work: Promise<unknown>) =>
  work.then(
    () => "in",
    (err) => appErrorIn(err)?.code,
  );

test("answers 429 to a network beyond the limit of a class, and to no other network", async () => {
  const limit = opened();
  const { requestsMax } = EDGE_CLASSES.lookup;
  const ask = (address: string) => outcome(limit("lookup", from(address), GUEST));
  const crowd = Array.from({ length: requestsMax + 30 }, (_, i) => ask(`2001:db8::${i}`));
  const outcomes = await Promise.all(crowd);
  expect(outcomes.filter((each) => each === "in")).toHaveLength(requestsMax);
  expect(outcomes.filter((each) => each === "rate_limited")).toHaveLength(30);
  expect(await ask("2001:db8:0:1::1")).toBe("in");
  expect(await outcome(limit("order", from("2001:db8::1"), GUEST))).toBe("in");
});

test("sets Retry-After and the remaining quota only when the limit is exceeded", async () => {
  const limit = opened();
  const { requestsMax } = EDGE_CLASSES.order;
  const policy = { "RateLimit-Policy": `"order";q=${requestsMax};w=60` };
  for (let i = 0; i < requestsMax; i += 1)
    expect(await limit("order", from("192.0.2.1"), GUEST)).toEqual(policy);
  const refused = await limit("order", from("192.0.2.1"), GUEST).catch((err) => appErrorIn(err));
  expect(refused).toMatchObject({
    headers: { ...policy, "Retry-After": "60", RateLimit: '"order";r=0;t=60' },
  });
});

test("counts a signed-in class by account, and guests by network", async () => {
  const limit = opened();
  const [pat, sam] = [userActor(), userActor()];
  const { requestsMax } = EDGE_CLASSES.account;
  for (let i = 0; i < requestsMax; i += 1) await limit("account", from(`192.0.2.${i % 250}`), pat);
  expect(await outcome(limit("account", from("192.0.2.251"), pat))).toBe("rate_limited");
  expect(await outcome(limit("account", from("192.0.2.1"), sam))).toBe("in");
  for (let i = 0; i < requestsMax; i += 1) await limit("account", from("192.0.2.1"), GUEST);
  expect(await outcome(limit("account", from("192.0.2.1"), GUEST))).toBe("rate_limited");
});

test("counts an API key in every class, wherever its requests come from", async () => {
  const limit = opened();
  const key = { kind: "key", keyId: "key_1", scopes: [] } satisfies Actor;
  const { requestsMax } = EDGE_CLASSES.search;
  for (let i = 0; i < requestsMax; i += 1) await limit("search", from(`192.0.2.${i % 250}`), key);
  expect(await outcome(limit("search", from("192.0.2.251"), key))).toBe("rate_limited");
  expect(await outcome(limit("search", from("192.0.2.1"), { ...key, keyId: "key_2" }))).toBe("in");
  expect(await outcome(limit("search", from("192.0.2.1"), GUEST))).toBe("in");
});

test("counts no request when the address is unknown or the class has no limit", async () => {
  const uncounted = [
    opened("")("browse", from("192.0.2.1"), GUEST),
    opened()("browse", from("not an address"), GUEST),
    opened()("browse", new Request("https://shop.test/v1/carts"), GUEST),
    opened()("none", from("192.0.2.1"), userActor()),
  ];
  expect(await Promise.all(uncounted)).toEqual([{}, {}, {}, {}]);
});

test("accepts requests when the binding fails, and logs the failure once a minute", async () => {
  const clock = movableClock();
  const limiters = countingLimiters();
  limiters.browse.limit = async () => {
    throw new Error("the binding is gone");
  };
  const limit = edgeLimits({ limiters, addressHeader: ADDRESS, clock });
  const logged = spyOn(console, "error").mockImplementation(() => undefined);
  const ask = () => limit("browse", from("192.0.2.1"), GUEST);
  try {
    for (let i = 0; i < 20; i += 1) expect(await ask()).toHaveProperty("RateLimit-Policy");
    expect(logged).toHaveBeenCalledTimes(1);
    clock.advance(60_000);
    await ask();
    expect(logged).toHaveBeenCalledTimes(2);
    expect(JSON.parse(logged.mock.calls[1]?.[0])).toMatchObject({
      event: "rate_limit.failed",
      times: 20,
      error: { message: "the binding is gone" },
    });
  } finally {
    logged.mockRestore();
  }
});

test("does not change the rate limit headers of an answer when they show an exact limit", () => {
  const policy = { "RateLimit-Policy": '"account";q=300;w=60' };
  const headers = { "RateLimit-Policy": '"sender";q=50;w=3600' };
  const exact = withPolicy(new Response(null, { headers }), policy);
  expect(exact.headers.get("ratelimit-policy")).toBe('"sender";q=50;w=3600');
  expect(withPolicy(new Response(null), policy).headers.get("ratelimit-policy")).toBe(
    policy["RateLimit-Policy"],
  );
});
