import { afterAll, beforeAll, expect, test } from "bun:test";
import { redisStandIn } from "#cloud/redis";
import { serveStandIn } from "#cloud/stand-in";
import { appErrorIn } from "#kernel/errors";
import { redisClient } from "#kernel/redis.client";
import { inCall } from "#kernel/testing";
import { LIMITS } from "./throttle";
import { throttleService } from "./throttle.service";
import { throttleStore } from "./throttle.store";

const token = "bodega-dev";
let redis: Awaited<ReturnType<typeof redisStandIn>>;
let server: ReturnType<typeof serveStandIn>;
let throttle: ReturnType<typeof throttleService>;
let client: ReturnType<typeof redisClient>;
beforeAll(async () => {
  redis = await redisStandIn({ dataDir: ":memory:", token, engine: "embedded" });
  server = serveStandIn(redis, 0);
  client = redisClient({ url: server.url, token, timeoutMs: 10_000 });
  throttle = throttleService({ store: throttleStore(client), secret: "a secret" });
});
afterAll(() => server.stop());

const someone = () => ({ limit: "account", of: `${crypto.randomUUID()}@example.com` }) as const;
const outcome = (bucket: ReturnType<typeof someone>) =>
  throttle.take([bucket]).then(
    () => "in",
    (err) => appErrorIn(err)?.code,
  );

test("of a crowd at one account exactly ten get in", async () => {
  const bucket = someone();
  const outcomes = await Promise.all(Array.from({ length: 40 }, () => outcome(bucket)));
  expect(outcomes.filter((each) => each === "in")).toHaveLength(LIMITS.account.triesMax);
  expect(outcomes.filter((each) => each === "rate_limited")).toHaveLength(30);
});

test("a right try is given back, and a wrong one stays", async () => {
  const bucket = someone();
  for (let i = 0; i < 30; i += 1) {
    const right = await throttle.take([bucket]);
    await inCall(async () => throttle.giveBack(right));
  }
  for (let i = 0; i < LIMITS.account.triesMax; i += 1) await throttle.take([bucket]);
  expect(await outcome(bucket)).toBe("rate_limited");
});

test("whoever is refused is told how long to wait, and counts nowhere", async () => {
  const [full, other] = [someone(), someone()];
  for (let i = 0; i < LIMITS.account.triesMax; i += 1) await throttle.take([full]);
  for (let i = 0; i < 20; i += 1) {
    const refused = await throttle.take([other, full]).catch((err) => appErrorIn(err));
    expect(refused).toMatchObject({ code: "rate_limited" });
    const { headers } = refused as { headers: Record<string, string> };
    expect(Number(headers["Retry-After"])).toBeWithin(890, 901);
    expect(headers["RateLimit-Policy"]).toBe('"account";q=10;w=900');
  }
  expect(await outcome(other)).toBe("in");
});

test("what was counted is forgotten with its window", async () => {
  const store = throttleStore(client);
  const limited = { key: `try:${crypto.randomUUID()}`, triesMax: 1, windowMs: 40 };
  expect(await store.take("first", [limited])).toBe(0);
  const waitMs = await store.take("second", [limited]);
  expect(waitMs).toBeWithin(1, 41);
  let left = waitMs;
  while (left > 0) left = await store.take("second", [limited]);
  expect(left).toBe(0);
});

test("the same try sent twice is one", async () => {
  const store = throttleStore(client);
  const limited = { key: `try:${crypto.randomUUID()}`, triesMax: 2, windowMs: 60_000 };
  for (let i = 0; i < 5; i += 1) expect(await store.take("same", [limited])).toBe(0);
  expect(await store.take("another", [limited])).toBe(0);
  expect(await store.take("a third", [limited])).toBeGreaterThan(0);
});

test("no key names whom it counts", async () => {
  const bucket = someone();
  await throttle.take([bucket]);
  const keys = JSON.stringify(await client.command("KEYS", "*"));
  expect(keys).toContain("try:account:");
  expect(keys).not.toContain("example.com");
});
