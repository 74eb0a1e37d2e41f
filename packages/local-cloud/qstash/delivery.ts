import type { Message, Reply } from "./message";
import { signDelivery } from "./signature";

const REPLY_BYTES_MAX = 1024 * 1024;

/** The result of one attempt to deliver a message. */
export interface Attempt {
  startedAt: number;
  endedAt: number;
  reply: Reply;
  headers: Headers;
  /** The reason if there was no answer. */
  error?: string;
}

const CALLER_IP = "127.0.0.1";

const deliveryHeaders = async (message: Message, signingKey: string) => {
  const headers = new Headers(message.instructions.forwarded);
  const own = {
    "user-agent": "Upstash-QStash",
    "upstash-message-id": message.messageId,
    "upstash-retried": String(message.retried),
    "upstash-caller-ip": CALLER_IP,
    "upstash-signature": await signDelivery(message.url, message.body, signingKey),
  };
  for (const [name, value] of Object.entries(own)) headers.set(name, value);
  return headers;
};

const listed = (headers: Headers) => {
  const lists: Record<string, string[]> = {};
  for (const [name, value] of headers) lists[name] = [...(lists[name] ?? []), value];
  return lists;
};

const reason = (error: unknown) => (error instanceof Error ? error.message : String(error));

/** Calls the endpoint once. Never throws; the result contains the error. */
export const attempt = async (
  message: Message,
  signingKey: string,
  clock: () => number,
  closing: AbortSignal,
): Promise<Attempt> => {
  const startedAt = clock();
  const { method, timeoutMs } = message.instructions;
  try {
    const response = await fetch(message.url, {
      method,
      headers: await deliveryHeaders(message, signingKey),
      ...(method === "GET" || message.body.length === 0 ? {} : { body: message.body }),
      redirect: "manual",
      signal: AbortSignal.any([closing, AbortSignal.timeout(timeoutMs)]),
    });
    const body = new Uint8Array(await response.arrayBuffer()).subarray(0, REPLY_BYTES_MAX);
    return {
      startedAt,
      endedAt: clock(),
      reply: { status: response.status, header: listed(response.headers), body },
      headers: response.headers,
    };
  } catch (error) {
    return {
      startedAt,
      endedAt: clock(),
      reply: { status: 0, header: {}, body: new TextEncoder().encode(reason(error)) },
      headers: new Headers(),
      error: reason(error),
    };
  }
};
