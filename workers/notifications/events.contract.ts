import * as z from "zod";
import { CHANNELS, MESSAGE_KINDS } from "#contract/notifications";
import { defineEvent } from "#kernel/events/events";
import { Id } from "#kernel/ids";

const AboutMessage = z.object({ messageId: Id("message") });
const Sent = AboutMessage.extend({ kind: z.enum(MESSAGE_KINDS), channel: z.enum(CHANNELS) });

/** Occurs when a provider has accepted a message. Has no handler. */
export const notificationSent = defineEvent("notification.sent", Sent, []);
/**
 * Occurs when a message is parked, or did not reach its recipient. Has no handler. `reason` is a code of the
 * shop or of the provider.
 */
export const notificationFailed = defineEvent(
  "notification.failed",
  Sent.extend({ reason: z.string() }),
  [],
);
/** Asks for a message to be sent again, as staff decided. */
export const notificationRequested = defineEvent("notification.requested", AboutMessage, [
  "notifications",
]);

/** All events that the notifications Worker announces. */
export const EVENTS = [notificationSent, notificationFailed, notificationRequested];
