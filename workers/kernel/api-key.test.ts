import { expect, test } from "bun:test";
import { API_KEY_KINDS, apiKeyPrefix, isApiKey, newApiKey } from "#kernel/api-key";

test.each(API_KEY_KINDS)("makes keys that differ and name their kind: %s", async (kind) => {
  const keys = await Promise.all(Array.from({ length: 50 }, () => newApiKey(kind)));
  expect(new Set(keys).size).toBe(keys.length);
  for (const key of keys) {
    expect(await isApiKey(key)).toBe(true);
    expect(apiKeyPrefix(key)).toMatch(kind === "public" ? /^bdg_pub_.{4}$/ : /^bdg_sec_.{4}$/);
  }
});

test("refuses a key when any character is changed, lost or added", async () => {
  const key = await newApiKey("secret");
  const changed = Array.from(key, (char, at) => {
    const other = char === "a" ? "b" : "a";
    return `${key.slice(0, at)}${other}${key.slice(at + 1)}`;
  });
  const others = [...changed, key.slice(0, -1), `${key}0`, ` ${key}`, key.toUpperCase(), ""];
  for (const text of others) expect([text, await isApiKey(text)]).toEqual([text, false]);
});
