import type { FaultRule, FaultSwitches } from "#cloud/frame/faults";
import { type Deduplication, deduplicationKey, type Published } from "./deduplication";
import type { FlowControl } from "./flow";
import { type Instructions, isHttpUrl, readInstructions, refuse } from "./instructions";
import type { LogStore } from "./log.store";
import { type Draft, type Message, type MessageFault, newMessageId } from "./message";
import type { MessageStore } from "./message.store";
import type { QueueStore } from "./queue.store";
import type { TopicStore } from "./topic.store";

const BODY_BYTES_MAX = 1024 * 1024;
/** How long a message is held back for a later one to overtake it, when none comes. */
const HOLD_MS = 3_000;
const FAULTS = ["duplicate", "reorder", "forget"] as const;

/** One publish call, or one item of a batch. */
export interface Publication {
  destination: string;
  headers: Record<string, string>;
  body: Uint8Array;
  queueName?: string | undefined;
  scheduleId?: string | undefined;
  /** The HTTP call that brought it; faults are drawn by it. */
  call?: { method: string; path: string };
}

interface Target {
  url: string;
  topicName?: string;
  endpointName?: string | undefined;
}

interface Parts {
  messages: MessageStore;
  logs: LogStore;
  topics: TopicStore;
  queues: QueueStore;
  flows: FlowControl;
  deduplication: Deduplication;
  faults: FaultSwitches;
  clock: () => number;
}

/** Accepts messages: where they go, whether they are new, and what an armed fault does to them. */
export class Publisher {
  readonly #parts: Parts;

  constructor(parts: Parts) {
    this.#parts = parts;
  }

  /** One answer for a URL, one for each endpoint of a URL group. Refuses what the vendor refuses. */
  publish(publication: Publication): Published | Published[] {
    const { destination, headers, body } = publication;
    const instructions = readInstructions(headers);
    const targets = this.#targets(destination);
    if (body.length > BODY_BYTES_MAX) refuse(413, "message body exceeds the quota of 1MB");
    const now = this.#parts.clock();
    const key = deduplicationKey(destination, body, instructions);
    const known = key ? this.#parts.deduplication.recall(key, now) : undefined;
    const published =
      known?.map((message) => ({ ...message, deduplicated: true })) ??
      targets.map((target) => this.#accept(publication, target, instructions));
    if (key && !known) this.#parts.deduplication.remember(key, published, now);
    if (targets.some(({ topicName }) => topicName)) return published;
    const { messageId = "", deduplicated } = published[0] ?? {};
    return { messageId, ...(deduplicated ? { deduplicated } : {}) };
  }

  /** Where a publish call goes: the URL itself, or the endpoints of the group. */
  #targets(destination: string): Target[] {
    if (isHttpUrl(destination)) return [{ url: destination }];
    const topic = this.#parts.topics.get(destination);
    if (topic)
      return topic.endpoints.map(({ url, name }) => ({
        url,
        topicName: topic.name,
        endpointName: name,
      }));
    return /^[\w.-]+$/.test(destination)
      ? refuse(404, `topic ${destination} not found`)
      : refuse(
          400,
          "invalid destination url: endpoint has invalid scheme, add http:// or https://",
        );
  }

  /** Throws when the destination or the instructions of a future message make no sense. */
  check(destination: string, headers: Record<string, string>) {
    readInstructions(headers);
    this.#targets(destination);
  }

  #accept(publication: Publication, target: Target, instructions: Instructions): Published {
    const { clock, queues, flows } = this.#parts;
    const now = clock();
    if (publication.queueName) queues.ensure(publication.queueName, now);
    if (instructions.flow) flows.configure(instructions.flow);
    const rule = publication.call && this.#parts.faults.draw(FAULTS, publication.call);
    const message = this.insert({
      messageId: newMessageId(),
      createdAt: now,
      headers: publication.headers,
      body: publication.body,
      queueName: publication.queueName,
      scheduleId: publication.scheduleId,
      ...target,
      ...(rule ? this.#suffer(rule, now) : {}),
    });
    if (rule?.kind === "duplicate") this.#echo(message, rule);
    return { messageId: message.messageId, url: target.url };
  }

  #suffer({ kind, ms = HOLD_MS }: FaultRule, now: number): Partial<Draft> {
    const fault = kind as MessageFault;
    return fault === "reorder" ? { fault, nextAt: now + ms } : { fault };
  }

  /** The second copy, at the same time as the first or `ms` later. It is tried once. */
  #echo(message: Message, { ms = 0 }: FaultRule) {
    this.#parts.messages.insert({
      messageId: message.messageId,
      createdAt: message.createdAt,
      url: message.url,
      headers: message.headers,
      body: message.body,
      topicName: message.topicName ?? undefined,
      queueName: message.queueName ?? undefined,
      place: message.place ?? undefined,
      fault: "echo",
      nextAt: (message.nextAt ?? 0) + ms,
    });
  }

  /** Stores a message as it is. Callbacks and retried dead letters come this way. */
  insert(draft: Draft): Message {
    const message = this.#parts.messages.insert(draft);
    this.#parts.logs.add({ messageId: message.messageId, state: "CREATED", time: draft.createdAt });
    return message;
  }

  /** A dead letter becomes a new message; given headers override its own. */
  republish(dead: Message, overrides: Record<string, string>): Message {
    const { "upstash-delay": _, "upstash-not-before": __, ...headers } = dead.headers;
    const draft: Draft = {
      messageId: newMessageId(),
      createdAt: this.#parts.clock(),
      url: dead.url,
      headers: { ...headers, ...overrides },
      body: dead.body,
      topicName: dead.topicName ?? undefined,
      endpointName: dead.endpointName ?? undefined,
      queueName: dead.queueName ?? undefined,
      scheduleId: dead.scheduleId ?? undefined,
    };
    const message = this.insert(draft);
    this.#parts.messages.bury(dead.seq);
    return message;
  }
}
