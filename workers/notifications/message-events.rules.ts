import { channelOf, type MessageKind } from "#contract/notifications";
import { notificationFailed, notificationSent } from "#events/notifications";
import type { Envelope, EventDefinition } from "#kernel/events/events";

interface AboutMessage {
  id: string;
  kind: MessageKind;
  orderId: string | null;
}

/** Creates an event of the current request. */
type NewEvent = <Data>(
  definition: EventDefinition<Data>,
  input: { subject: string; data: Data; sagaId?: string },
) => Envelope;

/** Returns the events that say what became of a message. */
export const messageEvents = (newEvent: NewEvent) => {
  const inputOf = <Data>({ id, orderId }: AboutMessage, data: Data) => ({
    subject: id,
    data,
    ...(orderId === null ? {} : { sagaId: orderId }),
  });
  const dataOf = ({ id, kind }: AboutMessage) => ({
    messageId: id,
    kind,
    channel: channelOf(kind),
  });
  return {
    sent: (message: AboutMessage) => newEvent(notificationSent, inputOf(message, dataOf(message))),
    failed: (message: AboutMessage, reason: string) =>
      newEvent(notificationFailed, inputOf(message, { ...dataOf(message), reason })),
  };
};
export type MessageEvents = ReturnType<typeof messageEvents>;
