import { Client } from "@upstash/qstash";
import { currentTrace } from "#kernel/call";
import type { Envelope } from "#kernel/events";

interface QueueOptions {
  url: string;
  token: string;
  /** Where the queue delivers to: the gateway's ingress. */
  destination: string;
}

export interface Outgoing {
  event: Envelope;
  /** Counts the republications. It is part of the dedup id, or QStash would swallow our own recovery. */
  generation: number;
}

export interface Queue {
  publish(messages: readonly Outgoing[]): Promise<void>;
}

const RETRIES = 5;
const PUBLISH_TIMEOUT_MS = 1500;

const withDeadline = <T>(work: Promise<T>): Promise<T> => {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(
      () => reject(new Error("QStash did not answer in time")),
      PUBLISH_TIMEOUT_MS,
    );
  });
  return Promise.race([work, late]).finally(() => clearTimeout(timer));
};

/**
 * Publishes to QStash, all in one call. The SDK's own retries are off: it would repeat a publication
 * without telling, and the sweep repeats it anyway. https://upstash.com/docs/qstash/api/publish
 */
export const qstashQueue = ({ url, token, destination }: QueueOptions): Queue => ({
  async publish(messages) {
    if (messages.length === 0) return;
    const client = new Client({ baseUrl: url, token, retry: false, devMode: false });
    const { traceparent } = currentTrace();
    await withDeadline(
      client.batch(
        messages.map(({ event, generation }) => ({
          url: destination,
          body: JSON.stringify(event),
          headers: { "content-type": "application/cloudevents+json", traceparent },
          deduplicationId: `${event.id}.${generation}`,
          retries: RETRIES,
        })),
      ),
    );
  },
});
