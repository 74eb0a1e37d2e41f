import { expect, test } from "bun:test";
import * as z from "zod";
import { CommonEnv, parseEnv, Secret, TurnstileEnv, VendorSecret } from "#kernel/env";

const shape = { ...CommonEnv, A_URL: z.url(), A_TOKEN: z.string().min(1) };
const full = { ENVIRONMENT: "development", A_URL: "https://a.test", A_TOKEN: "bodega-dev" };

test("names every missing variable in the error", () => {
  expect(() => parseEnv("orders", shape, { ENVIRONMENT: "development" })).toThrow(
    /orders refuses to start: .*A_URL.*A_TOKEN/,
  );
});

test("accepts development secrets in the development environment", () => {
  expect(parseEnv("orders", shape, full).A_TOKEN).toBe("bodega-dev");
});

test.each(["production", "staging"])(
  "refuses a development secret in the environment %s and names its variable",
  (ENVIRONMENT) => {
    expect(() => parseEnv("orders", shape, { ...full, ENVIRONMENT })).toThrow(
      /A_TOKEN still has its development value/,
    );
  },
);

test("refuses Turnstile's published test secret in production", () => {
  const bindings = { TURNSTILE_SECRET_KEY: "1x0000000000000000000000000000000AA" };
  const parse = (ENVIRONMENT: string) =>
    parseEnv("users", { ...CommonEnv, ...TurnstileEnv }, { ...bindings, ENVIRONMENT });
  expect(() => parse("production")).toThrow(/TURNSTILE_SECRET_KEY still has its development value/);
  expect(parse("development")).toMatchObject(bindings);
});

test.each([
  ["a secret of the shop's own", Secret, 32],
  ["a vendor's key", VendorSecret, 20],
])("refuses %s when it is short enough to be guessed", (_, schema, charsMin) => {
  expect(schema.safeParse("x".repeat(charsMin - 1)).success).toBe(false);
  expect(schema.safeParse("x".repeat(charsMin)).success).toBe(true);
  expect(schema.safeParse("bodega-dev").success).toBe(true);
});

test("refuses URLs without https in production, and names their variables", () => {
  const bindings = {
    A_URL: "http://a.test",
    A_TOKEN: "a token of a vendor",
    ENVIRONMENT: "production",
  };
  expect(() => parseEnv("orders", shape, bindings)).toThrow(/A_URL must be an https address/);
  expect(parseEnv("orders", shape, { ...bindings, ENVIRONMENT: "test" }).A_URL).toBe(
    "http://a.test",
  );
});
