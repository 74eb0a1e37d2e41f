import type { Cloud } from "./cloud";
import type { LogEntry } from "./log.store";
import type { Message } from "./message";
import { deadLetterView } from "./view";

const MESSAGES_MAX = 1_000;

const deliveryView = ({ startedAt, time, status, error }: LogEntry) => ({
  at: startedAt ?? time,
  durationMs: time - (startedAt ?? time),
  status,
  ...(error ? { error } : {}),
});

const messageBook = (message: Message, attempts: LogEntry[] = []) => ({
  messageId: message.messageId,
  url: message.url,
  body: new TextDecoder().decode(message.body),
  state: message.state,
  createdAt: message.createdAt,
  ...(message.nextAt === null ? {} : { nextAt: message.nextAt }),
  retried: message.retried,
  ...(message.topicName ? { topicName: message.topicName } : {}),
  ...(message.queueName ? { queueName: message.queueName } : {}),
  ...(message.scheduleId ? { scheduleId: message.scheduleId } : {}),
  ...(message.instructions.deduplicationId
    ? { deduplicationId: message.instructions.deduplicationId }
    : {}),
  ...(message.fault ? { fault: message.fault } : {}),
  deliveries: attempts.map(deliveryView),
});

/** The latest messages with every attempt to deliver them, and the dead letters; newest first. */
export const books = ({ messages, logs }: Cloud) => {
  const recent = messages.recent(MESSAGES_MAX);
  const attempts = logs.attempts(recent.map(({ messageId }) => messageId));
  return {
    messages: recent.map((message) => messageBook(message, attempts.get(message.messageId))),
    deadLetters: messages.dead().slice(0, MESSAGES_MAX).map(deadLetterView),
  };
};
