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
  topicName?: string | undefined;
  endpointName?: string | undefined;
  queueName?: string | undefined;
  scheduleId?: string | undefined;
  fault?: MessageFault | undefined;
  /** When it may be delivered; by default its instructions say. */
  nextAt?: number | undefined;
  /** Its place in a FIFO queue; by default at the end. */
  place?: number | undefined;
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
  topicName: string | null;
  endpointName: string | null;
  queueName: string | null;
  scheduleId: string | null;
  lane: string;
  place: number | null;
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

/**
 * Messages of one lane share a limit: a FIFO queue, or a flow-control key. Most messages share none
 * and travel in the free lane.
 */
export const FREE_LANE = "";
export const queueLane = (name: string) => `queue:${name}`;
export const flowLane = (key: string) => `flow:${key}`;

export const laneOf = (draft: Draft, instructions: Instructions) => {
  if (draft.fault === "echo") return FREE_LANE;
  if (draft.queueName) return queueLane(draft.queueName);
  return instructions.flow ? flowLane(instructions.flow.key) : FREE_LANE;
};

export const newMessageId = () => `msg_${randomBytes(16).toString("hex")}`;
