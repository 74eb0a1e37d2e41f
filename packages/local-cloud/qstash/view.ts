import type { Instructions } from "./instructions";
import type { Message, Reply } from "./message";

const UTF8 = new TextDecoder("utf-8", { fatal: true });

/** Returns bytes as text under one name, or as base64 under the other if they are not UTF-8. */
const textOrBase64 = <Text extends string, Base64 extends string>(
  bytes: Uint8Array,
  text: Text,
  base64: Base64,
) => {
  try {
    return { [text]: UTF8.decode(bytes) };
  } catch {
    return { [base64]: Buffer.from(bytes).toString("base64") };
  }
};

const shownInstructions = ({ method, forwarded, flow, retries }: Instructions) => ({
  method,
  header: Object.fromEntries(Object.entries(forwarded).map(([name, value]) => [name, [value]])),
  flowControlKey: flow?.key,
  parallelism: flow?.parallelism,
  rate: flow?.rate,
  period: flow?.rate ? flow.periodMs / 1_000 : undefined,
  maxRetries: retries,
});

/** Returns a message in the format of `GET /v2/messages/{id}`. */
export const messageView = (message: Message) => ({
  messageId: message.messageId,
  url: message.url,
  ...shownInstructions(message.instructions),
  ...textOrBase64(message.body, "body", "bodyBase64"),
  notBefore: message.notBefore,
  createdAt: message.createdAt,
  callerIP: "127.0.0.1",
});

const replyView = ({ status, header, body }: Reply) => ({
  responseStatus: status,
  responseHeader: header,
  ...textOrBase64(body, "responseBody", "responseBodyBase64"),
});

export const deadLetterView = (message: Message) => ({
  ...messageView(message),
  dlqId: message.dlqId ?? "",
  ...(message.reply ? replyView(message.reply) : {}),
});
