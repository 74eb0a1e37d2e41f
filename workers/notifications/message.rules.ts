import type { MessageKind } from "#contract/notifications";
import type { MessageRow, NewMessage } from "./messages.store";

/** What a message is about. */
export type About = Pick<MessageRow, "kind" | "subject" | "userId" | "orderId" | "detail">;

/** A message that an event causes. */
export interface Message<Kind extends MessageKind = MessageKind> {
  kind: Kind;
  /** The id of the object that the message is about. */
  subjectId: string;
  /** The account that the message is about; null if only an order is known. */
  userId: string | null;
  /** The order that the message is about; null for a message about an account. */
  orderId?: string | null;
  /** What the event says beside ids. */
  detail?: string | null;
  /** The event that causes the message. */
  eventId: string;
}

export const aboutOf = ({ kind, subjectId, userId, orderId, detail }: Message): About => ({
  kind,
  subject: subjectId,
  userId,
  orderId: orderId ?? null,
  detail: detail ?? null,
});

/** Returns the row of a new message. */
export const newMessage = (message: Message, id: string): NewMessage => ({
  id,
  ...aboutOf(message),
});

/** Returns the idempotency key of a mail. When staff have it sent again, it gets another one. */
export const mailKeyOf = ({ id, generation }: Pick<MessageRow, "id" | "generation">) =>
  generation === 0 ? `mail:${id}` : `mail:${id}:${generation}`;

/** Returns the id of the message that was sent with a key. */
export const messageIdIn = (key: string) => key.split(":")[1] ?? "";
