import type { SendEmail } from "./mail";

export const EVENT_TYPES = [
  "email.sent",
  "email.delivered",
  "email.bounced",
  "email.complained",
] as const;
export type EventType = (typeof EVENT_TYPES)[number];

const DELIVERED: readonly EventType[] = ["email.sent", "email.delivered"];
/**
 * What happens to mails to Resend's test addresses, which may have a label such as `bounced+ann@resend.dev`:
 * https://resend.com/docs/dashboard/emails/send-test-emails
 */
const OUTCOMES: ReadonlyMap<string, readonly EventType[]> = new Map([
  ["bounced@resend.dev", ["email.sent", "email.bounced"]],
  ["complained@resend.dev", [...DELIVERED, "email.complained"]],
]);

const withoutLabel = (address: string) => address.toLowerCase().replace(/\+[^@]*@/, "@");

/** Returns what happens to a mail, first event first. Mails to all other addresses are delivered. */
export const eventsOf = ({ to }: Pick<SendEmail, "to">): readonly EventType[] => {
  const test = to.map(withoutLabel).find((address) => OUTCOMES.has(address));
  return OUTCOMES.get(test ?? "") ?? DELIVERED;
};
