import { Client } from "@upstash/qstash";
import { type Envelope, flowOf } from "#kernel/events/events";
import { log } from "#kernel/log";
import { withinSpan } from "#kernel/sight/client-span";
import type { Operation } from "#kernel/sight/span";

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

/** QStash's response to a list of messages: 200 with one entry per message. The SDK's types omit it. */
type BatchAnswer = { error?: string } | undefined;

const logRefused = (events: readonly Envelope[], answers: readonly BatchAnswer[]) => {
  for (const [index, { id, type }] of events.entries()) {
    const reason = answers[index]?.error;
    if (reason) log.error("outbox.not_published", { eventId: id, type, reason });
  }
};

const publication = (url: string, events: readonly Envelope[]): Operation => ({
  name: "send qstash",
  kind: "producer",
  attributes: {
    "messaging.system": "qstash",
    "messaging.operation.type": "send",
    "messaging.batch.message_count": events.length,
    "server.address": new URL(url).hostname,
  },
});

/**
 * Publishes to QStash in one call. The SDK's own retries are off, because the cron hands over events that do
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
      const messageOf = (event: Envelope, traceparent: string) => {
        const flow = flowOf(event);
        return {
          url: destination,
          body: JSON.stringify(event),
          headers: { "content-type": "application/cloudevents+json", traceparent },
          deduplicationId: event.id,
          retries: RETRIES,
          ...(flow === null ? {} : flowControl(flow)),
        };
      };
      const answers = await withinSpan(
        () => publication(url, events),
        ({ traceparent }) =>
          withDeadline(client.batch(events.map((event) => messageOf(event, traceparent)))),
      );
      logRefused(events, answers as BatchAnswer[]);
    },
  };
};
