export type Attributes = Record<string, string | number | boolean>;
export type SpanKind = "server" | "client" | "producer" | "consumer";

/**
 * One timed operation of a trace: https://opentelemetry.io/docs/specs/otel/trace/api/#span. Attributes have the
 * names of the semantic conventions: https://opentelemetry.io/docs/specs/semconv/
 */
export interface Span {
  name: string;
  kind: SpanKind;
  /** The span's own context, which it sends to what it calls. */
  traceparent: string;
  /** The caller's context; empty for the first span of a trace. */
  parent: string;
  startedAtMs: number;
  durationMs: number;
  /** The type of the error; missing if the operation succeeded or was refused as expected. */
  failure?: string;
  attributes: Attributes;
}

/** What is known about an operation when it starts. */
export interface Operation {
  name: string;
  kind: SpanKind;
  attributes: Attributes;
}

/** Describes an operation. Called only for a span that is recorded. */
export type Describe = () => Operation;

/** `performance` has fractions of a millisecond; its origin is 0 on Cloudflare and the start of the process in Bun. */
export const preciseNowMs = () => performance.timeOrigin + performance.now();

export const traceIdOf = (traceparent: string) => traceparent.slice(3, 35);
export const spanIdOf = (traceparent: string) => traceparent.slice(36, 52);
/** https://www.w3.org/TR/trace-context/#sampled-flag */
export const isSampled = (traceparent: string) =>
  (Number.parseInt(traceparent.slice(53), 16) & 1) === 1;

/** Bounds the memory of one call, such as an import with a thousand upstream calls. */
const SPANS_MAX = 256;

/** Collects the spans of one call of a Worker, with the calls that it makes. */
export const recordingOf = (service: string) => {
  const spans: Span[] = [];
  let upstreamCalls = 0;
  return {
    service,
    spans,
    upstreamCalls: () => upstreamCalls,
    begin: (operation: Operation, traceparent: string, parent: string): Span => ({
      ...operation,
      traceparent,
      parent,
      startedAtMs: preciseNowMs(),
      durationMs: 0,
    }),
    end(span: Span) {
      span.durationMs = preciseNowMs() - span.startedAtMs;
      if (span.kind === "client" || span.kind === "producer") upstreamCalls += 1;
      if (spans.length < SPANS_MAX) spans.push(span);
    },
  };
};
export type Recording = ReturnType<typeof recordingOf>;
