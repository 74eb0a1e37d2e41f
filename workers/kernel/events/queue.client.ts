import { Client } from "@upstash/qstash";
import { currentTrace } from "#kernel/call";
import { type Envelope, flowOf } from "#kernel/events/events";
import { log } from "#kernel/log";

interface QueueOptions {
  url: string;
  token: string;
  /** The address to which the queue delivers: the gateway's ingress. */
  destination: string;
  /** Mails per second that the mail provider accepts. */
  mailPerSecond: number;
}

export interface Queue {
  /** Publishes events. Logs each event that the queue refuses. */
  publish(events: readonly Envelope[]): Promise<void>;
}

const RETRIES = 5;
const PUBLISH_TIMEOUT_MS = 1500;
/** Concurrent deliveries of one flow. */
const FLOW_PARALLELISM = 4;

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

/** The response to a batch: 200 with one entry per message. The SDK's types omit it. */
type BatchAnswer = { error?: string } | undefined;

const logRefused = (events: readonly Envelope[], answers: readonly BatchAnswer[]) => {
  for (const [index, { id, type }] of events.entries()) {
    const reason = answers[index]?.error;
    if (reason) log.error("outbox.not_published", { eventId: id, type, reason });
  }
};

/**
 * Publishes to QStash in one call. The SDK's own retries are off, because the cron hands over what does
 * not arrive. https://upstash.com/docs/qstash/api-reference/messages/batch-messages
 */
export const qstashQueue = ({ url, token, destination, mailPerSecond }: QueueOptions): Queue => {
  // https://upstash.com/docs/qstash/features/flowcontrol
  const flowControl = (key: string) => ({
    flowControl: { key, rate: mailPerSecond, parallelism: FLOW_PARALLELISM },
  });

  return {
    async publish(events) {
      if (events.length === 0) return;
      const client = new Client({ baseUrl: url, token, retry: false, devMode: false });
      const { traceparent } = currentTrace();
      const messages = events.map((event) => {
        const flow = flowOf(event);
        return {
          url: destination,
          body: JSON.stringify(event),
          headers: { "content-type": "application/cloudevents+json", traceparent },
          deduplicationId: event.id,
          retries: RETRIES,
          ...(flow === null ? {} : flowControl(flow)),
        };
      });
      logRefused(events, (await withDeadline(client.batch(messages))) as BatchAnswer[]);
    },
  };
};
