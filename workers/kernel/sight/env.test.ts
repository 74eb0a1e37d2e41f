import { expect, test } from "bun:test";
import * as z from "zod";
import { SightEnv } from "#kernel/sight/env";

const parse = (values: object) => z.object(SightEnv).safeParse(values);

test("sends nothing without an endpoint", () => {
  expect(parse({}).data).toEqual({
    OTEL_EXPORTER_OTLP_ENDPOINT: "",
    OTEL_EXPORTER_OTLP_HEADERS: {},
    OTEL_TRACES_SAMPLER_ARG: 1,
  });
});

test("reads percent-encoded headers, whose values may contain an equals sign", () => {
  const headers = (text: string) => parse({ OTEL_EXPORTER_OTLP_HEADERS: text });
  expect(
    headers("authorization=Basic%20YTo=, x-team = 7").data?.OTEL_EXPORTER_OTLP_HEADERS,
  ).toEqual({ authorization: "Basic YTo=", "x-team": "7" });
  expect(headers("").data?.OTEL_EXPORTER_OTLP_HEADERS).toEqual({});
  expect(headers("a=%").success).toBe(false);
});

test.each(["2", "-1", "often"])("refuses a ratio outside of 0 to 1: %p", (ratio) => {
  expect(parse({ OTEL_TRACES_SAMPLER_ARG: ratio }).success).toBe(false);
});
