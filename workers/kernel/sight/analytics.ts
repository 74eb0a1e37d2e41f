import type { Recording, Span } from "#kernel/sight/span";

/** Analytics Engine, where it is bound: https://developers.cloudflare.com/analytics/analytics-engine/ */
export interface AnalyticsBinding {
  ANALYTICS?: AnalyticsEngineDataset;
}

const statusClassOf = ({ attributes, failure }: Span) => {
  const status = attributes["http.response.status_code"];
  if (typeof status === "number") return `${Math.floor(status / 100)}xx`;
  return failure === undefined ? "ok" : "failed";
};

/**
 * Writes one point for a call: its Worker, its name with the pattern of its route, its status class, its
 * duration and its upstream calls. docs/operations.md has the SQL that reads them.
 */
export const recordCall = (
  dataset: AnalyticsEngineDataset,
  call: Span,
  { service, upstreamCalls }: Recording,
) => {
  try {
    dataset.writeDataPoint({
      indexes: [call.name],
      blobs: [service, call.name, statusClassOf(call)],
      doubles: [call.durationMs, upstreamCalls()],
    });
  } catch {
    // A missing point is better than a call that fails after its answer.
  }
};
