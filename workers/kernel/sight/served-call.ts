import {
  currentSight,
  nextTraceparent,
  type Sight,
  type Trace,
  validTraceparent,
  withinCall,
} from "#kernel/call";
import { appErrorIn, PROBLEMS } from "#kernel/errors";
import { type Describe, type Recording, recordingOf, type Span } from "#kernel/sight/span";

/** What becomes of the spans of a call. */
export interface Tracer {
  service: string;
  /** The part of new traces that is sampled. */
  ratio: number;
  /** Reports the finished call. Never fails. */
  report(call: Span, recording: Recording): Promise<void>;
}

export interface Served {
  /** Missing when nothing takes the spans. */
  tracer: Tracer | undefined;
  describe: Describe;
  trace: Trace;
  waitUntil(work: Promise<unknown>): void;
}

const failureOf = (err: unknown) => {
  const code = appErrorIn(err)?.code;
  if (code === undefined) return err instanceof Error ? err.name : "unknown";
  return PROBLEMS[code][0] < 500 ? undefined : code;
};

/** Adds the ids that also stand in the log. The saga may become known while the call runs. */
const nameIds = ({ attributes }: Span, { requestId, sagaId }: Trace) => {
  attributes["bodega.request.id"] = requestId;
  if (sagaId !== undefined) attributes["bodega.saga.id"] = sagaId;
};

const timed = async <T>({ recording, span }: Sight, trace: Trace, work: () => Promise<T>) => {
  try {
    return await work();
  } catch (err) {
    const failure = failureOf(err);
    if (failure !== undefined) span.failure = failure;
    throw err;
  } finally {
    nameIds(span, trace);
    recording.end(span);
  }
};

/** Returns a `waitUntil` that remembers its work, and a promise that ends with the last of it. */
const remembering = (waitUntil: Served["waitUntil"]) => {
  const later: Promise<unknown>[] = [];
  const add = (work: Promise<unknown>) => {
    later.push(work);
    waitUntil(work);
  };
  const ended = async () => {
    for (const work of later) await work.catch(() => undefined);
  };
  return { add, ended };
};

/**
 * Runs work as a call of its own in the caller's trace. Records its span, and reports the call with all spans
 * below it once after the answer. A call within a call of the same Worker adds its span to the outer one.
 */
export const serveCall = async <T>(
  { tracer, describe, trace, waitUntil }: Served,
  work: () => Promise<T>,
): Promise<T> => {
  const traceparent = nextTraceparent(trace.traceparent, tracer?.ratio);
  const continued = { ...trace, traceparent };
  if (!tracer) return withinCall(continued, waitUntil, work);

  const outer = currentSight()?.recording;
  const isInner = outer?.service === tracer.service;
  const recording = isInner ? outer : recordingOf(tracer.service);
  const span = recording.begin(describe(), traceparent, validTraceparent(trace.traceparent));
  const sight = { recording, span };
  const run = () => timed(sight, continued, work);
  if (isInner) return withinCall(continued, waitUntil, run, sight);

  const { add, ended } = remembering(waitUntil);
  try {
    return await withinCall(continued, add, run, sight);
  } finally {
    waitUntil(ended().then(() => tracer.report(span, recording)));
  }
};
