import { callbacksOf } from "./callback";
import type { Attempt } from "./delivery";
import type { LogStore } from "./log.store";
import type { Message } from "./message";
import type { MessageStore } from "./message.store";
import { judge, type Outcome } from "./outcome";
import type { Publisher } from "./publisher";

interface Parts {
  messages: MessageStore;
  logs: LogStore;
  publisher: Publisher;
  retryBaseMs: number;
}

/** Writes down what an attempt came to, and lets follow what follows from it. */
export class Settlement {
  readonly #parts: Parts;

  constructor(parts: Parts) {
    this.#parts = parts;
  }

  settle(message: Message, made: Attempt) {
    const { messages, publisher, retryBaseMs } = this.#parts;
    const canceled = messages.isCancelRequested(message.seq);
    const outcome = judge(message, made, canceled, retryBaseMs);
    this.#logAttempt(message, made, outcome);
    if (message.fault === "echo") return messages.remove(message.seq);
    const dlqId = outcome.kind === "dead" ? `${made.endedAt}-${message.seq}` : undefined;
    this.#apply(message, made, outcome, dlqId);
    for (const draft of callbacksOf(message, made, dlqId)) publisher.insert(draft);
    messages.releaseOvertaken(message, made.endedAt);
  }

  #logAttempt({ messageId }: Message, made: Attempt, { kind }: Outcome) {
    this.#parts.logs.add({
      messageId,
      state: kind === "delivered" ? "DELIVERED" : "ERROR",
      time: made.endedAt,
      startedAt: made.startedAt,
      reply: made.reply,
      error: made.error,
    });
  }

  #apply(message: Message, made: Attempt, outcome: Outcome, dlqId: string | undefined) {
    const { messages, logs } = this.#parts;
    const entry = { messageId: message.messageId, time: made.endedAt };
    switch (outcome.kind) {
      case "delivered":
        return messages.finish(message.seq, "DELIVERED");
      case "canceled":
        messages.finish(message.seq, "CANCELED");
        return logs.add({ ...entry, state: "CANCELED" });
      case "retry":
        messages.retry(message, outcome.at);
        return logs.add({ ...entry, state: "RETRY", nextDeliveryTime: outcome.at });
      case "dead":
        messages.die(message.seq, dlqId ?? "", made.reply);
        return logs.add({ ...entry, state: "FAILED" });
    }
  }
}
