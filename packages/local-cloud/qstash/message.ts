import { randomBytes } from "node:crypto";
import { type Instructions, readInstructions } from "./instructions";

/**
 * The states of a message. `FORGOTTEN` is an addition to the vendor's: accepted and, by an injected fault, never
 * delivered.
 */
export type MessageState =
  | "CREATED"
  | "ACTIVE"
  | "RETRY"
  | "DELIVERED"
  | "FAILED"
  | "CANCELED"
  | "FORGOTTEN";

/** The injected fault of a message. An `echo` is the second copy of a `duplicate`. */
export type MessageFault = "duplicate" | "echo" | "reorder" | "forget";

/** The last answer of the endpoint. Status 0 means no answer. */
export interface Reply {
  status: number;
  header: Record<string, string[]>;
  body: Uint8Array;
}

/** The fields of a new message. */
export interface Draft {
  messageId: string;
  createdAt: number;
  url: string;
  headers: Record<string, string>;
  body: Uint8Array;
  fault?: MessageFault | undefined;
  /** The earliest time of delivery, in addition to the one in its instructions. */
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
  /** The flow-control key. Messages of one lane share its limits. Messages without a key share the empty lane. */
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
