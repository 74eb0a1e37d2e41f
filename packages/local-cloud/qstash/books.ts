import type { AttemptRow } from "./attempt.store";
import type { Cloud } from "./cloud";
import type { Message } from "./message";
import { deadLetterView } from "./view";

const MESSAGES_MAX = 1_000;

const deliveryView = ({ startedAt, endedAt, status, error }: AttemptRow) => ({
  at: startedAt,
  durationMs: endedAt - startedAt,
  status,
  ...(error ? { error } : {}),
});

const messageBook = (message: Message, attempts: AttemptRow[] = []) => ({
  messageId: message.messageId,
  url: message.url,
  body: new TextDecoder().decode(message.body),
  state: message.state,
  createdAt: message.createdAt,
  ...(message.nextAt === null ? {} : { nextAt: message.nextAt }),
  retried: message.retried,
  ...(message.instructions.deduplicationId
    ? { deduplicationId: message.instructions.deduplicationId }
    : {}),
  ...(message.fault ? { fault: message.fault } : {}),
  deliveries: attempts.map(deliveryView),
});

/** Returns the latest messages with all their delivery attempts, and the dead letters, newest first. */
export const books = ({ messages, attempts }: Cloud) => {
  const recent = messages.recent(MESSAGES_MAX);
  const attemptsOf = attempts.of(recent.map(({ messageId }) => messageId));
  return {
    messages: recent.map((message) => messageBook(message, attemptsOf.get(message.messageId))),
    deadLetters: messages.dead().slice(0, MESSAGES_MAX).map(deadLetterView),
  };
};
