import { expect, test } from "bun:test";
import { z } from "zod";
import { CommonEnv, parseEnv } from "#kernel/env";

const shape = { ...CommonEnv, A_URL: z.url(), A_TOKEN: z.string().min(1) };
const full = { ENVIRONMENT: "development", A_URL: "https://a.test", A_TOKEN: "bodega-dev" };

test("names every value that is missing", () => {
  expect(() => parseEnv("orders", shape, { ENVIRONMENT: "development" })).toThrow(
    /orders refuses to start: .*A_URL.*A_TOKEN/,
  );
});

test("takes the development secrets in development", () => {
  expect(parseEnv("orders", shape, full).A_TOKEN).toBe("bodega-dev");
});

test.each(["production", "staging"])(
  "refuses a development secret in %s and names it",
  (ENVIRONMENT) => {
    expect(() => parseEnv("orders", shape, { ...full, ENVIRONMENT })).toThrow(
      /A_TOKEN still has its development value/,
    );
  },
);
