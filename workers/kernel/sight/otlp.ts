import {
  type Attributes,
  isSampled,
  type Span,
  type SpanKind,
  spanIdOf,
  traceIdOf,
} from "#kernel/sight/span";

/** https://github.com/open-telemetry/opentelemetry-proto/blob/v1.8.0/opentelemetry/proto/trace/v1/trace.proto */
const KINDS: Record<SpanKind, number> = { server: 2, client: 3, producer: 4, consumer: 5 };
const STATUS_ERROR = 2;

const anyValue = (value: string | number | boolean) => {
  if (typeof value === "string") return { stringValue: value };
  if (typeof value === "boolean") return { boolValue: value };
  return Number.isInteger(value) ? { intValue: String(value) } : { doubleValue: value };
};

const attributesOf = (attributes: Attributes) =>
  Object.entries(attributes).map(([key, value]) => ({ key, value: anyValue(value) }));

/** 64-bit integers are decimal texts in JSON. Microseconds are exact, nanoseconds would not be. */
const unixNano = (epochMs: number) => `${Math.round(epochMs * 1000)}000`;

const spanOf = ({ parent, failure, ...span }: Span) => ({
  traceId: traceIdOf(span.traceparent),
  spanId: spanIdOf(span.traceparent),
  ...(parent === "" ? {} : { parentSpanId: spanIdOf(parent) }),
  name: span.name,
  kind: KINDS[span.kind],
  startTimeUnixNano: unixNano(span.startedAtMs),
  endTimeUnixNano: unixNano(span.startedAtMs + span.durationMs),
  attributes: attributesOf({
    ...span.attributes,
    ...(failure === undefined ? {} : { "error.type": failure }),
  }),
  ...(failure === undefined ? {} : { status: { code: STATUS_ERROR } }),
});

/** Returns the spans of sampled traces, and of every trace with a failure. */
export const spansToSend = (spans: readonly Span[]): Span[] => {
  const wanted = new Set(
    spans
      .filter(({ traceparent, failure }) => isSampled(traceparent) || failure !== undefined)
      .map(({ traceparent }) => traceIdOf(traceparent)),
  );
  return spans.filter(({ traceparent }) => wanted.has(traceIdOf(traceparent)));
};

interface Service {
  name: string;
  version: string;
  environment: string;
}

/**
 * Returns the body of a request to `/v1/traces`: https://opentelemetry.io/docs/specs/otlp/#json-protobuf-encoding
 * The official serializers need the whole tracing SDK, which is several times larger than this file.
 */
export const otlpTraces = ({ name, version, environment }: Service, spans: readonly Span[]) => ({
  resourceSpans: [
    {
      resource: {
        attributes: attributesOf({
          "service.name": name,
          "service.namespace": "bodega",
          "service.version": version,
          "deployment.environment.name": environment,
        }),
      },
      scopeSpans: [{ scope: { name: "bodega" }, spans: spans.map(spanOf) }],
    },
  ],
});
