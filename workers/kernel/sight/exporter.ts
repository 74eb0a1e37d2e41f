import { systemClock } from "#kernel/clock";
import { minuteLog } from "#kernel/failure";
import { otlpTraces, spansToSend } from "#kernel/sight/otlp";
import type { Span } from "#kernel/sight/span";

const TIMEOUT_MS = 2000;
/** Batches of one isolate that are sent at the same time. Further ones are dropped, to bound memory. */
const BATCHES_AT_ONCE = 32;

interface Exporter {
  /** The base address of the receiver, as in OTEL_EXPORTER_OTLP_ENDPOINT. */
  endpoint: string;
  headers: Record<string, string>;
  service: Parameters<typeof otlpTraces>[0];
}

/**
 * Returns a function that sends the spans of one call in one request, and never fails. A batch that is not
 * accepted in time is lost. https://opentelemetry.io/docs/specs/otlp/#otlphttp
 */
export const otlpExporter = ({ endpoint, headers, service }: Exporter) => {
  const url = `${endpoint.replace(/\/$/, "")}/v1/traces`;
  const logLoss = minuteLog("traces.not_sent", systemClock);
  /** When each batch on its way began. One whose call ended early is forgotten after the deadline. */
  const begun = new Map<symbol, number>();

  const post = async (spans: readonly Span[]) => {
    const answer = await fetch(url, {
      method: "POST",
      headers: { ...headers, "content-type": "application/json" },
      body: JSON.stringify(otlpTraces(service, spans)),
      signal: AbortSignal.timeout(TIMEOUT_MS),
    });
    await answer.arrayBuffer();
    if (!answer.ok) throw new Error(`status ${answer.status}`);
  };

  return async (recorded: readonly Span[]): Promise<void> => {
    const spans = spansToSend(recorded);
    if (spans.length === 0) return;
    const nowMs = Date.now();
    for (const [batch, atMs] of begun) if (nowMs - atMs > TIMEOUT_MS) begun.delete(batch);
    if (begun.size >= BATCHES_AT_ONCE) return logLoss(new Error("too many batches at once"));
    const own = Symbol();
    begun.set(own, nowMs);
    try {
      await post(spans);
    } catch (err) {
      logLoss(err);
    } finally {
      begun.delete(own);
    }
  };
};
