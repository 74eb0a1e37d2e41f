import { afterAll, beforeAll, expect, test } from "bun:test";
import { redisStandIn } from "#cloud/redis";
import { serveStandIn } from "#cloud/stand-in";
import { appErrorIn } from "#kernel/errors";
import { EXACT_LIMITS as LIMITS } from "#kernel/routes/rate-classes";
import { inCall } from "#kernel/testing";
import { redisClient } from "#kernel/vendors/redis.client";
import type { Bucket } from "./throttle.rules";
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
/** The number of times that `onFull` ran. */
let fullReports = 0;
const take = (buckets: readonly Bucket[]) =>
  inCall(() =>
    throttle.take(buckets, async () => {
      fullReports += 1;
    }),
  );
const outcome = (bucket: ReturnType<typeof someone>) =>
  take([bucket]).then(
    () => "in",
    (err) => appErrorIn(err)?.code,
  );

test("allows exactly ten of many attempts at once", async () => {
  const bucket = someone();
  const outcomes = await Promise.all(Array.from({ length: 40 }, () => outcome(bucket)));
  expect(outcomes.filter((each) => each === "in")).toHaveLength(LIMITS.account.triesMax);
  expect(outcomes.filter((each) => each === "rate_limited")).toHaveLength(30);
});

test("does not count an attempt that is given back, and counts a wrong one", async () => {
  const bucket = someone();
  for (let i = 0; i < 30; i += 1) {
    const right = await take([bucket]);
    await inCall(async () => throttle.giveBack(right));
  }
  for (let i = 0; i < LIMITS.account.triesMax; i += 1) await take([bucket]);
  expect(await outcome(bucket)).toBe("rate_limited");
});

test("throws 429 with the wait when one bucket is full, and counts the attempt in no bucket", async () => {
  const [full, other] = [someone(), someone()];
  for (let i = 0; i < LIMITS.account.triesMax; i += 1) await take([full]);
  for (let i = 0; i < 20; i += 1) {
    const refused = await take([other, full]).catch((err) => appErrorIn(err));
    expect(refused).toMatchObject({ code: "rate_limited" });
    const { headers } = refused as { headers: Record<string, string> };
    expect(Number(headers["Retry-After"])).toBeWithin(890, 901);
    expect(headers["RateLimit-Policy"]).toBe('"account";q=10;w=900');
  }
  expect(await outcome(other)).toBe("in");
});

const waitOf = async (taking: ReturnType<ReturnType<typeof throttleStore>["take"]>) => {
  const taken = await taking;
  return taken.isTaken ? 0 : taken.waitMs;
};

test("allows another attempt when the bucket's window has passed", async () => {
  const store = throttleStore(client);
  const limited = { key: `try:${crypto.randomUUID()}`, triesMax: 1, windowMs: 40 };
  expect(await waitOf(store.take("first", [limited]))).toBe(0);
  const waitMs = await waitOf(store.take("second", [limited]));
  expect(waitMs).toBeWithin(1, 41);
  let left = waitMs;
  while (left > 0) left = await waitOf(store.take("second", [limited]));
  expect(left).toBe(0);
});

test("counts an attempt once when Redis gets it twice", async () => {
  const store = throttleStore(client);
  const limited = { key: `try:${crypto.randomUUID()}`, triesMax: 2, windowMs: 60_000 };
  for (let i = 0; i < 5; i += 1) {
    expect(await waitOf(store.take("same", [limited]))).toBe(0);
  }
  expect(await waitOf(store.take("another", [limited]))).toBe(0);
  expect(await waitOf(store.take("a third", [limited]))).toBeGreaterThan(0);
});

test("calls onFull for the first refusal of a window only", async () => {
  const bucket = someone();
  const before = fullReports;
  await Promise.all(Array.from({ length: 40 }, () => outcome(bucket)));
  expect(fullReports - before).toBe(1);
});

test("calls onFull once when a network's bucket is full for several accounts", async () => {
  const address = { limit: "address", of: crypto.randomUUID() } as const;
  const before = fullReports;
  const tries = Array.from({ length: LIMITS.address.triesMax + 20 }, () => [someone(), address]);
  await Promise.all(tries.map((buckets) => take(buckets).catch(() => undefined)));
  expect(fullReports - before).toBe(1);
});

test("stores no e-mail address in a Redis key", async () => {
  const bucket = someone();
  await take([bucket]);
  const keys = JSON.stringify(await client.command("KEYS", "*"));
  expect(keys).toContain("try:account:");
  expect(keys).not.toContain("example.com");
});

test("returns headers of the fullest bucket that is not hidden", async () => {
  const [account, address] = [someone(), { limit: "address", of: crypto.randomUUID() } as const];
  const mailbox = { limit: "mailbox", of: crypto.randomUUID() } as const;
  const left: (string | undefined)[] = [];
  for (let i = 0; i < LIMITS.account.triesMax; i += 1)
    left.push((await take([address, account])).headers.RateLimit);
  expect(left.map((header) => Number(/^"account";r=(\d+);t=\d+$/.exec(header ?? "")?.[1]))).toEqual(
    Array.from({ length: LIMITS.account.triesMax }, (_, i) => LIMITS.account.triesMax - 1 - i),
  );
  expect((await take([mailbox])).headers).toEqual({});
});

test("allows an attempt as silent when a silent bucket is full, and counts it in the others", async () => {
  const mailbox = { limit: "resetMailbox", of: crypto.randomUUID() } as const;
  for (let i = 0; i < LIMITS.resetMailbox.triesMax; i += 1)
    expect((await take([mailbox])).isSilent).toBe(false);
  const sender = { limit: "sender", of: crypto.randomUUID() } as const;
  const silent = await take([mailbox, sender]);
  expect(silent.isSilent).toBe(true);
  expect(silent.headers["RateLimit-Policy"]).toBe('"sender";q=50;w=3600');
  expect(silent.headers.RateLimit).toStartWith('"sender";r=49;');
});
