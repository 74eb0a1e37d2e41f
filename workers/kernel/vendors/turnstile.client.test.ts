import { afterAll, beforeEach, expect, test } from "bun:test";
import { serveStandIn } from "#cloud/stand-in";
import { DUMMY_TOKEN, turnstileStandIn } from "#cloud/turnstile";
import { AppError, appErrorIn } from "#kernel/errors";
import type { KeyedRequest } from "#kernel/mutations/idempotency";
import { movableClock } from "#kernel/testing";
import { turnstile } from "#kernel/vendors/turnstile.client";

const SECRET_KEY = "bodega-dev";
const clock = movableClock(Date.now());
const cloud = turnstileStandIn({ dataDir: ":memory:", token: SECRET_KEY, clock: clock.now });
const served = serveStandIn(cloud, 0);
afterAll(() => served.stop());
beforeEach(() => cloud.faults.clear());

const url = `${served.url}/turnstile/v0/siteverify`;
const checkWith = (secretKey: string) => turnstile({ url, secretKey, secret: "of the tests" });
const check = checkWith(SECRET_KEY);

const issued = async () => {
  const answer = await fetch(`${served.url}/_dev/tokens`, { method: "POST" });
  return ((await answer.json()) as { token: string }).token;
};
const requestOf = (key: string, fingerprint = "f"): KeyedRequest => ({
  scope: "guest POST /v1/auth/register",
  key,
  fingerprint,
});
const codeOf = (
  token: string | undefined,
  { by = check, request }: { by?: typeof check; request?: KeyedRequest } = {},
) =>
  by({ token, address: "192.0.2.1", request }).then(
    () => "passed",
    (err) => appErrorIn(err)?.code,
  );
const callsMade = async () => {
  const journal = await fetch(`${served.url}/_dev/journal`);
  return ((await journal.json()) as { entries: unknown[] }).entries.length;
};

test("accepts every request without a call when there is no secret key", async () => {
  const before = await callsMade();
  expect(await codeOf(undefined, { by: checkWith("") })).toBe("passed");
  expect(await callsMade()).toBe(before);
});

test("accepts a token once, with one call to Cloudflare", async () => {
  const token = await issued();
  const before = await callsMade();
  expect(await codeOf(token)).toBe("passed");
  expect(await callsMade()).toBe(before + 1);
  expect(await codeOf(token)).toBe("human_check_failed");
});

test("accepts a spent token again when the same request is repeated", async () => {
  const token = await issued();
  const request = requestOf("key-of-a-retry");
  expect(await codeOf(token, { request })).toBe("passed");
  expect(await codeOf(token, { request })).toBe("passed");
});

test.each([
  ["another key", requestOf("key-2")],
  ["another body", requestOf("key-1", "g")],
])("refuses a spent token when the request has %s", async (_, other) => {
  const token = await issued();
  expect(await codeOf(token, { request: requestOf("key-1") })).toBe("passed");
  expect(await codeOf(token, { request: other })).toBe("human_check_failed");
});

test("refuses a token that is missing, unknown, too long or older than five minutes", async () => {
  const before = await callsMade();
  expect(await codeOf(undefined)).toBe("human_check_required");
  expect(await codeOf("x".repeat(2049))).toBe("human_check_failed");
  expect(await callsMade()).toBe(before);
  expect(await codeOf("unknown")).toBe("human_check_failed");
  const token = await issued();
  clock.advance(300_001);
  expect(await codeOf(token)).toBe("human_check_failed");
});

test.each([
  ["1x0000000000000000000000000000000AA", "passed"],
  ["2x0000000000000000000000000000000AA", "human_check_failed"],
  ["3x0000000000000000000000000000000AA", "human_check_failed"],
])("returns the verdict of the official test secret %s", async (secretKey, expected) => {
  expect(await codeOf(DUMMY_TOKEN, { by: checkWith(secretKey) })).toBe(expected);
});

test("throws 503 when Cloudflare does not answer or refuses the secret key", async () => {
  const unknownSecret = checkWith("0x4AAAAAAAunknownunknownunknownunknown");
  expect(await codeOf(await issued(), { by: unknownSecret })).toBe("dependency_unavailable");
  for (const kind of ["drop-before", "error-before", "truncate"] as const) {
    cloud.faults.set({ seed: 1, rules: [{ kind, rate: 1 }] });
    const err = await check({ token: "any", address: undefined, request: undefined }).catch(
      (thrown: AppError) => thrown,
    );
    expect([kind, err]).toEqual([kind, expect.any(AppError)]);
    expect((err as AppError).headers).toEqual({ "Retry-After": "1" });
  }
});

test("repeats a call whose answer was lost, with the same token", async () => {
  const token = await issued();
  cloud.faults.set({ seed: 1, rules: [{ kind: "apply-then-drop", rate: 1, times: 1 }] });
  expect(await codeOf(token)).toBe("passed");
});
