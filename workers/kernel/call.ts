import { AsyncLocalStorage } from "node:async_hooks";

/**
 * What one call carries through the shop for whoever reads logs and traces: it decides nothing.
 * `traceparent` is W3C Trace Context (https://www.w3.org/TR/trace-context/#traceparent-header).
 */
export interface Trace {
  requestId: string;
  traceparent: string;
  correlationId?: string;
  sagaId?: string;
}

interface Call {
  trace: Trace;
  /** Keeps the isolate alive for work that accelerates; nothing may depend on it being finished. */
  waitUntil(work: Promise<unknown>): void;
}

/** The one ambient thing in the shop, so that SDKs deep down can name the request they work for. */
const storage = new AsyncLocalStorage<Call>();

/** Out of a UUID, the cheapest random text there is; six of its bits are always the same. */
const hex = (bytes: number) =>
  crypto
    .randomUUID()
    .replaceAll("-", "")
    .slice(0, bytes * 2);

const TRACEPARENT = /^00-([0-9a-f]{32})-([0-9a-f]{16})-([0-9a-f]{2})$/;

/** Continues a caller's trace with a span of our own, or begins one. */
export const nextTraceparent = (incoming?: string) => {
  const [, traceId, , flags] = TRACEPARENT.exec(incoming ?? "") ?? [];
  const known = traceId && !/^0+$/.test(traceId) ? traceId : hex(16);
  return `00-${known}-${hex(8)}-${flags ?? "01"}`;
};

const REQUEST_ID = /^[\w.:-]{8,128}$/;

/** A trace from a request's own headers; a request id that is missing or malformed is made anew. */
export const traceOf = (headers: Headers): Trace => {
  const given = headers.get("x-request-id") ?? "";
  return {
    requestId: REQUEST_ID.test(given) ? given : `req_${hex(16)}`,
    traceparent: headers.get("traceparent") ?? "",
  };
};

/** Runs `work` as part of a call. */
export const withinCall = <T>(
  trace: Trace,
  waitUntil: (work: Promise<unknown>) => void,
  work: () => T,
): T => storage.run({ trace, waitUntil }, work);

/** A literal, because workerd refuses to draw random bytes before the first request. */
const OUTSIDE: Trace = {
  requestId: "none",
  traceparent: "00-00000000000000000000000000000001-0000000000000001-00",
};

/** The trace of the running call, to be handed over every binding. */
export const currentTrace = (): Trace => storage.getStore()?.trace ?? OUTSIDE;

/** The same call, known from here on to belong to a saga or a correlation. */
export const nameCall = (names: Pick<Trace, "correlationId" | "sagaId">) => {
  const call = storage.getStore();
  if (call) Object.assign(call.trace, names);
};

/**
 * Starts work that goes on after the answer. It may never finish (the isolate may die), so it must
 * only do early what a queue or a sweep does anyway. A failure is swallowed here and logged by `work`.
 */
export const afterAnswer = (work: Promise<unknown>) => {
  const settled = work.then(
    () => undefined,
    () => undefined,
  );
  storage.getStore()?.waitUntil(settled);
};
