import { Failure } from "./failure";
import type { NewMessage } from "./message";
import { type Message, type MessageStore, newSid } from "./message.store";
import { keywordOf, outcomeOf, refusalOf } from "./outcomes";
import type { Webhooks } from "./webhooks";

interface Deps {
  sid: string;
  messages: MessageStore;
  announce: Webhooks["announce"];
  clock: () => number;
  /** The address that receives inbound messages. */
  inboundUrl: string | undefined;
}

interface Inbound {
  from: string;
  to: string;
  body: string;
}

const API_VERSION = "2010-04-01";

/** The account: accepts messages, reports what happens to them, and receives messages. */
export const account = ({ sid: accountSid, messages, announce, clock, inboundUrl }: Deps) => {
  const common = ({ sid, sender, recipient }: Message) => ({
    AccountSid: accountSid,
    ApiVersion: API_VERSION,
    From: sender,
    MessageSid: sid,
    SmsSid: sid,
    To: recipient,
  });

  const report = (message: Message) => {
    const { callback, status, errorCode } = message;
    if (callback === null) return;
    for (const reached of ["sent", status])
      announce({
        url: callback,
        type: reached,
        parameters: {
          ...common(message),
          MessageStatus: reached,
          SmsStatus: reached,
          ...(errorCode !== null && reached === status ? { ErrorCode: String(errorCode) } : {}),
        },
      });
  };

  return {
    /** Accepts a message. The outcome depends on its number. */
    send({ to, sender, body, statusCallback }: NewMessage): Message {
      const refused = refusalOf(to);
      if (refused) throw new Failure(refused);
      if (messages.isStopped(sender, to)) throw new Failure(21610);
      const message = messages.add({
        sid: newSid("SM"),
        direction: "outbound-api",
        sender,
        recipient: to,
        body,
        ...outcomeOf(to),
        callback: statusCallback,
        at: clock(),
      });
      report(message);
      return message;
    },

    /** Receives a message of a phone. STOP ends the messages to it, START resumes them. */
    receive({ from, to, body }: Inbound): Message {
      const keyword = keywordOf(body);
      if (keyword) messages[keyword](to, from);
      const message = messages.add({
        sid: newSid("SM"),
        direction: "inbound",
        sender: from,
        recipient: to,
        body,
        status: "received",
        errorCode: null,
        callback: null,
        at: clock(),
      });
      if (inboundUrl)
        announce({
          url: inboundUrl,
          type: "received",
          parameters: {
            ...common(message),
            Body: body,
            NumMedia: "0",
            NumSegments: "1",
            SmsMessageSid: message.sid,
            SmsStatus: "received",
          },
        });
      return message;
    },
  };
};
export type Account = ReturnType<typeof account>;
