import { expect, test } from "bun:test";
import { redact } from "#kernel/log";

test.each([
  { password: "hunter22" },
  { nested: { refreshToken: "abc" } },
  { headers: { Authorization: "Bearer abc" } },
  { shippingAddress: { line1: "1 Way" } },
  { note: "write to ada@example.com please" },
  { error: new Error("key sk_live_abcdefghijk was refused") },
  { path: "/v1/products/bdg_sec_0123456789abcdefghjkmnpqrstvwxyz01a1b2c3" },
  { text: "eyJhbGciOi.eyJzdWIi.c2lnbmF0dXJl" },
  { error: new Error("Failed query: insert into t values (?)\nparams: hunter22") },
  { list: [{ email: "ada@example.com" }] },
])("removes secrets and personal data from a log line: %j", (fields) => {
  const line = JSON.stringify(redact(fields));
  expect(line).not.toMatch(/hunter22|abc|1 Way|ada@|sk_live|bdg_|eyJ/);
});

test("keeps ids and counts in a log line", () => {
  expect(redact({ orderId: "ord_1", count: 3 })).toEqual({ orderId: "ord_1", count: 3 });
});

test("cuts texts and names to 256 characters and lists to 20 items", () => {
  const long = "a/".repeat(8 * 1024);
  const many = Object.fromEntries(Array.from({ length: 1000 }, (_, i) => [`${long}${i}`, long]));
  const cut = redact({ path: long, error: new Error(long), list: Array(1000).fill(long), many });
  expect((cut as { path: string }).path).toBe(`${long.slice(0, 255)}…`);
  expect(JSON.stringify(cut).length).toBeLessThan(50 * 300);
});
