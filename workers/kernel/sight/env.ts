import * as z from "zod";

/** `name=value,name=value`, percent-encoded: https://opentelemetry.io/docs/specs/otel/protocol/exporter/ */
const headersIn = (text: string) =>
  Object.fromEntries(
    text
      .split(",")
      .map((pair) => pair.split(/=(.*)/s, 2).map((part) => decodeURIComponent(part.trim())))
      .filter(([name]) => name),
  ) as Record<string, string>;

const Headers = z.string().transform((text, context) => {
  try {
    return headersIn(text);
  } catch {
    context.addIssue("must be name=value pairs, separated by commas");
    return z.NEVER;
  }
});

/** Where a Worker sends its spans. Nothing is sent without an endpoint. */
export const SightEnv = {
  OTEL_EXPORTER_OTLP_ENDPOINT: z
    .url({ protocol: /^https?$/ })
    .or(z.literal(""))
    .default(""),
  OTEL_EXPORTER_OTLP_HEADERS: Headers.default({}),
  /** The part of new traces that is sent. Traces of callers follow the caller; failures are always sent. */
  OTEL_TRACES_SAMPLER_ARG: z.coerce.number().min(0).max(1).default(1),
};
