import type { AttemptStore } from "./attempt.store";
import type { Attempt } from "./delivery";
import type { Message } from "./message";
import type { MessageStore } from "./message.store";
import { type Outcome, outcomeOf } from "./outcome";

interface Parts {
  messages: MessageStore;
  attempts: AttemptStore;
  retryBaseMs: number;
}

/** Records an attempt and applies its outcome to the message. */
export class AttemptRecorder {
  readonly #parts: Parts;

  constructor(parts: Parts) {
    this.#parts = parts;
  }

  record(message: Message, result: Attempt) {
    const { messages, attempts, retryBaseMs } = this.#parts;
    const canceled = messages.isCancelRequested(message.seq);
    const outcome = outcomeOf(message, result, canceled, retryBaseMs);
    attempts.add(message.messageId, result);
    if (message.fault === "echo") return messages.remove(message.seq);
    this.#apply(message, result, outcome);
    messages.releaseReordered(message, result.endedAt);
  }

  #apply(message: Message, result: Attempt, outcome: Outcome) {
    const { messages } = this.#parts;
    switch (outcome.kind) {
      case "delivered":
        return messages.finish(message.seq, "DELIVERED");
      case "canceled":
        return messages.finish(message.seq, "CANCELED");
      case "retry":
        return messages.retry(message, outcome.at);
      case "dead":
        return messages.moveToDeadLetters(
          message.seq,
          `${result.endedAt}-${message.seq}`,
          result.reply,
        );
    }
  }
}
