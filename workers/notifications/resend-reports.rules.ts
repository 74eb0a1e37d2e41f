import * as z from "zod";
import type { MailReport } from "./mail.port";
import { keyOfTag } from "./resend-tags.rules";

/** The events that the shop needs. It also reads deliveries. */
export const REPORTED_EVENTS = ["email.bounced", "email.complained"] as const;

/** The parts of an event that are read: https://resend.com/docs/webhooks/event-types */
const Event = z.object({
  type: z.enum(["email.delivered", ...REPORTED_EVENTS]),
  created_at: z.iso.datetime({ offset: true }),
  data: z.object({
    // The shop's mails have one recipient. An event about several does not say which of them it means.
    to: z.tuple([z.string()]),
    email_id: z.string().optional(),
    bounce: z.object({ type: z.string() }).optional(),
    tags: z.record(z.string(), z.string()).optional().catch(undefined),
  }),
});

const OUTCOMES = {
  "email.delivered": "delivered",
  "email.bounced": "bounced",
  "email.complained": "complained",
} as const;

/** Returns what an event of Resend reports; undefined for other events and for a soft bounce. */
export const reportIn = (event: unknown): MailReport | undefined => {
  const parsed = Event.safeParse(event);
  if (!parsed.success) return undefined;
  const { type, created_at: at, data } = parsed.data;
  if (type === "email.bounced" && data.bounce?.type !== "Permanent") return undefined;
  const tag = data.tags?.key;
  return {
    outcome: OUTCOMES[type],
    address: data.to[0],
    ref: data.email_id,
    key: tag === undefined ? undefined : keyOfTag(tag),
    atMs: Date.parse(at),
  };
};
