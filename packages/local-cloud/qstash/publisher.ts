import type { FaultRule, FaultSwitches } from "#cloud/frame/faults";
import type { Deduplication } from "./deduplication";
import { isHttpUrl, readInstructions, refuse } from "./instructions";
import { type Draft, type Message, type MessageFault, newMessageId } from "./message";
import type { MessageStore } from "./message.store";

const BODY_BYTES_MAX = 1024 * 1024;
/** The longest time that a reordered message waits for a later one. */
const REORDER_MS = 3_000;
const FAULTS = ["duplicate", "reorder", "forget"] as const;

/** One publish call, or one item of a batch. */
interface Publication {
  destination: string;
  headers: Record<string, string>;
  body: Uint8Array;
  /** The HTTP call, which fault rules match. */
  call: { method: string; path: string };
}

/** The answer to a publish call. */
export interface Published {
  messageId: string;
  deduplicated?: true;
}

interface Parts {
  messages: MessageStore;
  deduplication: Deduplication;
  faults: FaultSwitches;
  clock: () => number;
}

/** Accepts messages: validates and deduplicates them, and applies faults. */
export class Publisher {
  readonly #parts: Parts;

  constructor(parts: Parts) {
    this.#parts = parts;
  }

  /**
   * Accepts a message, or returns the earlier message with its deduplication id. Throws if the vendor would
   * refuse it.
   */
  publish(publication: Publication): Published {
    const { destination, headers, body } = publication;
    const { deduplication, clock } = this.#parts;
    const { deduplicationId: id } = readInstructions(headers);
    if (!isHttpUrl(destination)) {
      const reason = "endpoint has invalid scheme, add http:// or https://";
      refuse(400, `invalid destination url: ${reason}`);
    }
    if (body.length > BODY_BYTES_MAX) refuse(413, "message body exceeds the quota of 1MB");
    const now = clock();
    const earlier = id === undefined ? undefined : deduplication.find(id, now);
    if (earlier !== undefined) return { messageId: earlier, deduplicated: true };
    const messageId = this.#accept(publication, now);
    if (id !== undefined) deduplication.add(id, messageId, now);
    return { messageId };
  }

  #accept({ destination, headers, body, call }: Publication, now: number): string {
    const { messages, faults } = this.#parts;
    const rule = faults.draw(FAULTS, call);
    const message = messages.insert({
      messageId: newMessageId(),
      createdAt: now,
      url: destination,
      headers,
      body,
      ...(rule ? this.#faultFields(rule, now) : {}),
    });
    if (rule?.kind === "duplicate") this.#insertCopy(message, rule);
    return message.messageId;
  }

  #faultFields({ kind, ms = REORDER_MS }: FaultRule, now: number): Partial<Draft> {
    const fault = kind as MessageFault;
    return fault === "reorder" ? { fault, nextAt: now + ms } : { fault };
  }

  /** Inserts the second copy of a duplicate, due with the first or `ms` later. It is tried once. */
  #insertCopy(message: Message, { ms = 0 }: FaultRule) {
    this.#parts.messages.insert({
      messageId: message.messageId,
      createdAt: message.createdAt,
      url: message.url,
      headers: message.headers,
      body: message.body,
      fault: "echo",
      nextAt: (message.nextAt ?? 0) + ms,
    });
  }

  /** Publishes a dead letter again as a new message. The overrides replace its own headers. */
  republish(dead: Message, overrides: Record<string, string>): Message {
    const { messages, clock } = this.#parts;
    const { "upstash-delay": _, "upstash-not-before": __, ...headers } = dead.headers;
    messages.removeDeadLetter(dead.seq);
    return messages.insert({
      messageId: newMessageId(),
      createdAt: clock(),
      url: dead.url,
      headers: { ...headers, ...overrides },
      body: dead.body,
    });
  }
}
