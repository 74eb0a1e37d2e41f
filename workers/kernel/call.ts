import { AsyncLocalStorage } from "node:async_hooks";
import type { Recording, Span } from "#kernel/sight/span";

/**
 * The ids of a call, which appear in logs and traces. No decision depends on them.
 * `traceparent` is W3C Trace Context (https://www.w3.org/TR/trace-context/#traceparent-header).
 */
export interface Trace {
  requestId: string;
  traceparent: string;
  correlationId?: string;
  sagaId?: string;
  /**
   * The trace context in which the event that this call handles was created. It is the same in every delivery
   * of the event.
   */
  eventTraceparent?: string;
}

/** What makes a call visible: its recorded spans, and the span of the call itself. */
export interface Sight {
  recording: Recording;
  span: Span;
}

interface Call {
  trace: Trace;
  /** Missing when spans are not recorded. */
  sight: Sight | undefined;
  /** Keeps the isolate alive for background work. Nothing may depend on that work finishing. */
  waitUntil(work: Promise<unknown>): void;
}

/**
 * The current call, with its trace and its spans. It is the only ambient state, so that code inside SDKs can
 * name the request that it works for.
 */
const storage = new AsyncLocalStorage<Call>();

/** Derives a span id from a UUID, the cheapest random text; six of its bits are constant. */
const hex = (bytes: number) =>
  crypto
    .randomUUID()
    .replaceAll("-", "")
    .slice(0, bytes * 2);

/** Ids of zeros alone are invalid: https://www.w3.org/TR/trace-context/#traceparent-header-field-values */
const TRACEPARENT = /^00-(?!0{32})([0-9a-f]{32})-(?!0{16})([0-9a-f]{16})-([0-9a-f]{2})$/;

/**
 * Decides whether to sample a trace by the random end of its id, as OpenTelemetry's TraceIdRatioBased sampler
 * does.
 */
const isChosen = (traceId: string, ratio: number) =>
  Number.parseInt(traceId.slice(-8), 16) < ratio * 2 ** 32;

/**
 * Returns the traceparent of a new span in the caller's trace, or in a new trace, which is sampled with the
 * given probability.
 */
export const nextTraceparent = (incoming?: string, ratio = 1) => {
  const [, traceId, , flags] = TRACEPARENT.exec(incoming ?? "") ?? [];
  if (traceId) return `00-${traceId}-${hex(8)}-${flags}`;
  const fresh = hex(16);
  return `00-${fresh}-${hex(8)}-${isChosen(fresh, ratio) ? "01" : "00"}`;
};

/** Returns the traceparent if it is valid, otherwise an empty text. */
export const validTraceparent = (text = "") => (TRACEPARENT.test(text) ? text : "");

const REQUEST_ID = /^[\w.:-]{8,128}$/;

/** Returns the request id of the headers, or a new one if it is missing or malformed. */
export const requestIdOf = (headers: Headers) => {
  const given = headers.get("x-request-id") ?? "";
  return REQUEST_ID.test(given) ? given : `req_${hex(16)}`;
};

/** Reads the trace from request headers. Creates a request id if it is missing or malformed. */
export const traceOf = (headers: Headers): Trace => ({
  requestId: requestIdOf(headers),
  traceparent: headers.get("traceparent") ?? "",
});

/** Runs `work` within a call. */
export const withinCall = <T>(
  trace: Trace,
  waitUntil: (work: Promise<unknown>) => void,
  work: () => T,
  sight?: Sight,
): T => storage.run({ trace, waitUntil, sight }, work);

/** A literal, because workerd allows no random bytes before the first request. */
const OUTSIDE: Trace = {
  requestId: "none",
  traceparent: "00-00000000000000000000000000000001-0000000000000001-00",
};

/** Returns the trace of the current call. Every RPC over a binding takes it as an argument. */
export const currentTrace = (): Trace => storage.getStore()?.trace ?? OUTSIDE;

/** Returns the context of the current call, for an event that continues its trace; undefined outside a call. */
export const currentTraceparent = () => storage.getStore()?.trace.traceparent;

/** Returns the spans of the current call; undefined when they are not recorded. */
export const currentSight = (): Sight | undefined => storage.getStore()?.sight;

/** Adds a saga or correlation id to the logs and events of the current call. */
export const nameCall = (names: Pick<Trace, "correlationId" | "sagaId">) => {
  const call = storage.getStore();
  if (call) Object.assign(call.trace, names);
};

/** Returns the function bound to the current call, for a stream that is read after the response. */
export const withinCurrentCall = <Args extends unknown[], T>(work: (...args: Args) => T) =>
  AsyncLocalStorage.bind(work);

/**
 * Lets begun work continue after the response, or after the client disconnects. It may never finish, because
 * the isolate may die, so what must happen has to happen without it: by a retry, the queue or a sweep. Ignores
 * failures, which `work` logs.
 */
export const afterAnswer = (work: Promise<unknown>) => {
  const settled = work.then(
    () => undefined,
    () => undefined,
  );
  storage.getStore()?.waitUntil(settled);
};
