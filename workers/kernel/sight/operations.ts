import { currentSight } from "#kernel/call";
import type { Envelope } from "#kernel/events/events";
import { redactPath } from "#kernel/redaction";
import type { Describe } from "#kernel/sight/span";

/** Describes a request. https://opentelemetry.io/docs/specs/semconv/http/http-spans/#http-server-span */
export const httpOperation =
  ({ method, url }: Request): Describe =>
  () => ({
    name: method,
    kind: "server",
    attributes: {
      "http.request.method": method,
      "url.path": redactPath(URL.parse(url)?.pathname ?? ""),
    },
  });

/** Describes a call over a binding. https://opentelemetry.io/docs/specs/semconv/rpc/rpc-spans/ */
export const rpcOperation =
  (worker: string, method: string): Describe =>
  () => ({
    name: `${worker}/${method}`,
    kind: "server",
    attributes: { "rpc.system.name": "workers", "rpc.method": `${worker}/${method}` },
  });

/**
 * Describes the handling of an event.
 * https://opentelemetry.io/docs/specs/semconv/messaging/messaging-spans/
 */
export const eventOperation =
  ({ id, type }: Envelope): Describe =>
  () => ({
    name: `process ${type}`,
    kind: "consumer",
    attributes: {
      "messaging.operation.type": "process",
      "messaging.message.id": id,
      "cloudevents.event_type": type,
    },
  });

/** The header in which a Worker tells the gateway the pattern of the route. The gateway removes it. */
export const ROUTE_HEADER = "bodega-route";

/** Returns the pattern of the current request's route; undefined while it is unknown. */
export const currentRoute = () => {
  const pattern = currentSight()?.span.attributes["http.route"];
  return typeof pattern === "string" ? pattern : undefined;
};

/** Adds the pattern of the request's route to the span of the current call, and makes it the span's name. */
export const nameRoute = (pattern: string) => {
  const span = currentSight()?.span;
  if (!span) return;
  span.attributes["http.route"] = pattern;
  span.name = `${span.attributes["http.request.method"]} ${pattern}`;
};

/** Adds the status of the answer to the span of the current call. */
export const nameStatus = (status: number) => {
  const span = currentSight()?.span;
  if (!span) return;
  span.attributes["http.response.status_code"] = status;
  if (status >= 500) span.failure = String(status);
};
