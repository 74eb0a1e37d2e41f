import { z } from "zod";

/** Spans in the JSON of OTLP, as far as the console shows them: https://opentelemetry.io/docs/specs/otlp/ */
const Value = z.object({
  stringValue: z.string().optional(),
  intValue: z.coerce.string().optional(),
});
const Attributes = z
  .array(z.object({ key: z.string(), value: Value }))
  .default([])
  .transform((list) =>
    Object.fromEntries(
      list.map(({ key, value }) => [key, value.stringValue ?? value.intValue ?? ""]),
    ),
  );
const Nanoseconds = z.coerce.number();

const OtlpSpan = z.object({
  traceId: z.string(),
  spanId: z.string(),
  parentSpanId: z.string().default(""),
  name: z.string(),
  kind: z.number(),
  startTimeUnixNano: Nanoseconds,
  endTimeUnixNano: Nanoseconds,
  attributes: Attributes,
  status: z.object({ code: z.number().default(0) }).default({ code: 0 }),
});

export const Traces = z.object({
  resourceSpans: z.array(
    z.object({
      resource: z.object({ attributes: Attributes }),
      scopeSpans: z.array(z.object({ spans: z.array(OtlpSpan) })),
    }),
  ),
});

/** One span, with times in epoch milliseconds. */
export interface SpanLine {
  traceId: string;
  spanId: string;
  parentSpanId: string;
  service: string;
  name: string;
  isServer: boolean;
  failed: boolean;
  startedAt: number;
  durationMs: number;
  attributes: Record<string, string>;
}

const KIND_SERVER = 2;
const STATUS_ERROR = 2;
const NANOSECONDS_PER_MS = 1e6;

const lineOf = (span: z.output<typeof OtlpSpan>, service: string): SpanLine => ({
  traceId: span.traceId,
  spanId: span.spanId,
  parentSpanId: span.parentSpanId,
  service,
  name: span.name,
  isServer: span.kind === KIND_SERVER,
  failed: span.status.code === STATUS_ERROR,
  startedAt: span.startTimeUnixNano / NANOSECONDS_PER_MS,
  durationMs: (span.endTimeUnixNano - span.startTimeUnixNano) / NANOSECONDS_PER_MS,
  attributes: span.attributes,
});

const TRACES_MAX = 500;

/** Keeps the spans of the latest traces in memory. */
export const spanStore = () => {
  const traces = new Map<string, SpanLine[]>();
  return {
    add({ resourceSpans }: z.output<typeof Traces>) {
      for (const { resource, scopeSpans } of resourceSpans) {
        const service = resource.attributes["service.name"] ?? "";
        for (const span of scopeSpans.flatMap(({ spans }) => spans)) {
          const line = lineOf(span, service);
          traces.set(line.traceId, [...(traces.get(line.traceId) ?? []), line]);
        }
      }
      for (const traceId of traces.keys()) {
        if (traces.size <= TRACES_MAX) return;
        traces.delete(traceId);
      }
    },
    /** The spans of each trace, the latest trace last. */
    all: (): SpanLine[][] => [...traces.values()],
  };
};

/** A request of a client with every span of its trace. */
export interface RequestLine {
  requestId: string;
  method: string;
  path: string;
  status: string;
  /** The order that the request or its events are about. */
  orderId?: string;
  startedAt: number;
  durationMs: number;
  spans: SpanLine[];
}

/** Returns the spans in the order of a waterfall, each below its parent, with its depth. */
export const waterfall = (spans: readonly SpanLine[]): { span: SpanLine; depth: number }[] => {
  const known = new Set(spans.map(({ spanId }) => spanId));
  const byParent = Map.groupBy(
    spans.toSorted((a, b) => a.startedAt - b.startedAt),
    ({ parentSpanId }) => (known.has(parentSpanId) ? parentSpanId : ""),
  );
  const below = (parent: string, depth: number): { span: SpanLine; depth: number }[] =>
    (byParent.get(parent) ?? []).flatMap((span) => [
      { span, depth },
      ...below(span.spanId, depth + 1),
    ]);
  return below("", 0);
};

/** Returns a span and all spans that it caused. */
const causedBy = (first: SpanLine, spans: readonly SpanLine[]): SpanLine[] => {
  const byParent = Map.groupBy(spans, ({ parentSpanId }) => parentSpanId);
  const found = new Set([first]);
  for (const { spanId } of found) for (const span of byParent.get(spanId) ?? []) found.add(span);
  return [...found];
};

const isRequest = ({ service, isServer, attributes }: SpanLine) =>
  service === "gateway" && isServer && attributes["http.request.method"] !== undefined;

const requestOf = (span: SpanLine, spans: readonly SpanLine[]): RequestLine => {
  const caused = causedBy(span, spans);
  const [orderId] = caused.flatMap(({ attributes }) => attributes["bodega.saga.id"] ?? []);
  return {
    requestId: span.attributes["bodega.request.id"] ?? "",
    method: span.attributes["http.request.method"] ?? "",
    path: span.attributes["url.path"] ?? "",
    status: span.attributes["http.response.status_code"] ?? "",
    ...(orderId === undefined ? {} : { orderId }),
    startedAt: span.startedAt,
    durationMs: span.durationMs,
    spans: caused,
  };
};

/** Returns each request that reached the gateway, also those without an upstream call. */
export const requestsIn = (traces: readonly SpanLine[][]): RequestLine[] =>
  traces.flatMap((spans) => spans.filter(isRequest).map((span) => requestOf(span, spans)));
