import type { AttemptStore } from "./attempt.store";
import type { Attempt } from "./delivery";
import type { Message } from "./message";
import type { MessageStore } from "./message.store";
import { judge, type Outcome } from "./outcome";

interface Parts {
  messages: MessageStore;
  attempts: AttemptStore;
  retryBaseMs: number;
}

/** Records an attempt and its outcome. */
export class Settlement {
  readonly #parts: Parts;

  constructor(parts: Parts) {
    this.#parts = parts;
  }

  settle(message: Message, made: Attempt) {
    const { messages, attempts, retryBaseMs } = this.#parts;
    const canceled = messages.isCancelRequested(message.seq);
    const outcome = judge(message, made, canceled, retryBaseMs);
    attempts.add(message.messageId, made);
    if (message.fault === "echo") return messages.remove(message.seq);
    this.#apply(message, made, outcome);
    messages.releaseOvertaken(message, made.endedAt);
  }

  #apply(message: Message, made: Attempt, outcome: Outcome) {
    const { messages } = this.#parts;
    switch (outcome.kind) {
      case "delivered":
        return messages.finish(message.seq, "DELIVERED");
      case "canceled":
        return messages.finish(message.seq, "CANCELED");
      case "retry":
        return messages.retry(message, outcome.at);
      case "dead":
        return messages.die(message.seq, `${made.endedAt}-${message.seq}`, made.reply);
    }
  }
}
