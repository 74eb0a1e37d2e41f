import { currentSight, currentTrace, nextTraceparent } from "#kernel/call";
import { redactText } from "#kernel/redaction";
import type { Attributes, Describe, Operation } from "#kernel/sight/span";

/** What an upstream call sends, and what it adds to its span. */
export interface Outgoing {
  /** The context to send. Without a recording it is that of the current call. */
  traceparent: string;
  attributes: Attributes;
  fail(errorType: string): void;
}

/** Runs an upstream call, and records it as a span of the current call. */
export const withinSpan = async <T>(
  describe: Describe,
  work: (outgoing: Outgoing) => Promise<T>,
): Promise<T> => {
  const { traceparent: parent } = currentTrace();
  const recording = currentSight()?.recording;
  if (!recording) return work({ traceparent: parent, attributes: {}, fail: () => undefined });
  const span = recording.begin(describe(), nextTraceparent(parent), parent);
  const fail = (errorType: string) => {
    span.failure = errorType;
  };
  try {
    return await work({ traceparent: span.traceparent, attributes: span.attributes, fail });
  } catch (err) {
    fail(err instanceof Error ? err.name : "unknown");
    throw err;
  } finally {
    recording.end(span);
  }
};

/** https://opentelemetry.io/docs/specs/semconv/database/database-spans/ */
const DATABASE_SYSTEMS: Record<string, string> = { libsql: "sqlite", redis: "redis" };

/** Describes an HTTP request to a vendor. The query is left out, because it may hold what a person typed. */
export const requestTo = (vendor: string, url: string, method = "GET"): Operation => {
  const { hostname, pathname } = new URL(url);
  const system = DATABASE_SYSTEMS[vendor];
  return {
    name: `${method} ${vendor}`,
    kind: "client",
    attributes: {
      "peer.service": vendor,
      "http.request.method": method,
      "server.address": hostname,
      "url.path": redactText(pathname),
      ...(system ? { "db.system.name": system } : {}),
    },
  };
};

/** Adds the status of an answer. A client's error is a failure of its span, unlike a server's. */
export const answeredWith = ({ attributes, fail }: Outgoing, status: number) => {
  attributes["http.response.status_code"] = status;
  if (status >= 400) fail(String(status));
};
