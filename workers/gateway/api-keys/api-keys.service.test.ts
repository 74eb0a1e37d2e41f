import { expect, test } from "bun:test";
import { apiKeyHash, newApiKey } from "#kernel/api-key";
import { AppError } from "#kernel/errors";
import { inCall, movableClock } from "#kernel/testing";
import { apiKeys, KEY_FRESH_MS, KEYS_MAX } from "./api-keys.service";

/** Returns the service over a users Worker that knows these keys, and a record of its reads. */
const opened = () => {
  const clock = movableClock();
  const active = new Map<string, string>();
  const reads: string[] = [];
  const counted: string[] = [];
  const users = {
    async apiKey(hash: string) {
      reads.push(hash);
      const id = active.get(hash);
      return id === undefined ? null : { id, scopes: ["orders" as const] };
    },
  };
  const actorOf = apiKeys({ users, clock });
  const ask = (text: string) =>
    inCall(() => actorOf(text, async () => void counted.push(text))).catch(
      (err: AppError) => [err.code, err.headers?.["WWW-Authenticate"]] as const,
    );
  return { clock, active, reads, ask, counted };
};

const INVALID = [
  "unauthenticated",
  'Bearer error="invalid_token", error_description="The API key is invalid"',
] as const;

test("returns the actor of a key, and reads it again after 30 seconds", async () => {
  const { clock, active, reads, ask } = opened();
  const key = await newApiKey("secret");
  active.set(await apiKeyHash(key), "key_1");
  const actor = { kind: "key", keyId: "key_1", scopes: ["orders"] } as const;
  for (let i = 0; i < 3; i += 1) expect(await ask(key)).toEqual(actor);
  expect(reads).toHaveLength(1);
  active.clear();
  clock.advance(KEY_FRESH_MS - 1);
  expect(await ask(key)).toEqual(actor);
  clock.advance(1);
  expect(await ask(key)).toEqual(INVALID);
  expect(reads).toHaveLength(2);
});

test("refuses a malformed key without a read", async () => {
  const { reads, ask, counted } = opened();
  const key = await newApiKey("public");
  for (const text of [`${key}0`, key.slice(0, -1), "bdg_sec_", "bdg_"])
    expect(await ask(text)).toEqual(INVALID);
  expect([reads, counted]).toEqual([[], []]);
});

test("remembers an unknown key, and counts each read", async () => {
  const { reads, ask, counted } = opened();
  const [one, other] = [await newApiKey("secret"), await newApiKey("secret")];
  for (const key of [one, one, other, one]) expect(await ask(key)).toEqual(INVALID);
  expect(reads).toHaveLength(2);
  expect(counted).toEqual([one, other]);
});

test("does not read a key when its network is over the limit", async () => {
  const users = { apiKey: () => Promise.reject(new Error("read")) };
  const refuse = () => Promise.reject(new AppError("rate_limited"));
  const asked = apiKeys({ users, clock: movableClock() })(await newApiKey("secret"), refuse);
  expect(await asked.catch(({ code }) => code)).toBe("rate_limited");
});

test("forgets the oldest key beyond the bound", async () => {
  const { reads, ask } = opened();
  const keys = await Promise.all(Array.from({ length: KEYS_MAX + 1 }, () => newApiKey("secret")));
  for (const key of keys) await ask(key);
  await ask(keys.at(-1) ?? "");
  expect(reads).toHaveLength(KEYS_MAX + 1);
  await ask(keys[0] ?? "");
  expect(reads).toHaveLength(KEYS_MAX + 2);
});
