import { z } from "zod";
import type { ServiceRpc } from "#kernel/entrypoint";
import { defineEvent } from "#kernel/events";
import { Id } from "#kernel/ids";

/** The messages the shop writes. */
export const MESSAGE_KINDS = ["welcome", "order-confirmed"] as const;
export type MessageKind = (typeof MESSAGE_KINDS)[number];

export type NotificationsRpc = ServiceRpc;

const MessageEvent = z.object({ messageId: Id("message"), kind: z.enum(MESSAGE_KINDS) });
/** Fired when the mail provider has taken a message. */
export const notificationSent = defineEvent("notification.sent", MessageEvent);
