import { type Check, valueIn } from "#doctor/check";
import { senderDomainOf, senderFindings } from "#doctor/sender";

/** Checks that Resend accepts the key, and that it has verified the sender's domain (SPF and DKIM). */
export const senderDomain: Check = {
  name: "sender-domain",
  needs: ["RESEND_URL", "RESEND_API_KEY", "MAIL_FROM"],
  run: (context) =>
    senderFindings(context, {
      domain: senderDomainOf(valueIn(context, "MAIL_FROM")),
      where: "MAIL_FROM",
    }),
};
