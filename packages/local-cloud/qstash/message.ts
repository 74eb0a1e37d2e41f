import { randomBytes } from "node:crypto";
import { type Instructions, readInstructions } from "./instructions";

/** `FORGOTTEN` is no state of the vendor's: accepted and, by an injected fault, never delivered. */
export type MessageState =
  | "CREATED"
  | "ACTIVE"
  | "RETRY"
  | "DELIVERED"
  | "FAILED"
  | "CANCELED"
  | "FORGOTTEN";

/** The injected fault a message suffers. An `echo` is the second copy of a `duplicate`. */
export type MessageFault = "duplicate" | "echo" | "reorder" | "forget";

/** What the endpoint answered last. Status 0 stands for no answer at all. */
export interface Reply {
  status: number;
  header: Record<string, string[]>;
  body: Uint8Array;
}

/** What a new message is made of. */
export interface Draft {
  messageId: string;
  createdAt: number;
  url: string;
  headers: Record<string, string>;
  body: Uint8Array;
  fault?: MessageFault | undefined;
  /** When it may be delivered; by default its instructions say. */
  nextAt?: number | undefined;
}

export interface Message {
  seq: number;
  messageId: string;
  state: MessageState;
  createdAt: number;
  nextAt: number | null;
  notBefore: number;
  retried: number;
  url: string;
  /** Its flow-control key: messages of one lane share a limit. Most have none and share the empty lane. */
  lane: string;
  headers: Record<string, string>;
  body: Uint8Array;
  fault: MessageFault | null;
  cancelRequested: boolean;
  dlqId: string | null;
  reply: Reply | undefined;
  instructions: Instructions;
}

export interface MessageRow
  extends Omit<Message, "headers" | "cancelRequested" | "reply" | "instructions"> {
  headers: string;
  cancelRequested: number;
  responseStatus: number | null;
  responseHeader: string | null;
  responseBody: Uint8Array | null;
}

export const fromRow = (row: MessageRow): Message => {
  const { responseStatus, responseHeader, responseBody, ...rest } = row;
  const headers = JSON.parse(row.headers) as Record<string, string>;
  return {
    ...rest,
    headers,
    cancelRequested: row.cancelRequested === 1,
    instructions: readInstructions(headers),
    reply:
      responseStatus === null
        ? undefined
        : {
            status: responseStatus,
            header: JSON.parse(responseHeader ?? "{}"),
            body: responseBody ?? new Uint8Array(),
          },
  };
};

export const newMessageId = () => `msg_${randomBytes(16).toString("hex")}`;
