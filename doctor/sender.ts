import { z } from "zod";
import { bodyAs } from "./ask";
import { type Context, type Finding, fail, warn } from "./check";
import { askResend } from "./resend";

/** Returns the domain of `Shop <hello@shop.example>` or `hello@shop.example`. */
export const senderDomainOf = (from: string) =>
  (/@([^\s>]+)>?\s*$/.exec(from)?.[1] ?? "").toLowerCase();

const Domains = z.object({
  data: z.array(z.object({ id: z.string(), name: z.string(), status: z.string() })),
});
const Domain = z.object({
  records: z.array(z.object({ record: z.string(), name: z.string(), status: z.string() })),
});
/** The domain of a sender, and the variable or setting that names it. */
interface Sender {
  domain: string;
  where: string;
}

const unknownDomain = ({ domain, where }: Sender) =>
  fail({
    code: "resend.domain_unknown",
    where,
    problem: `The sender's domain ${domain} is not a domain of the Resend account.`,
    action: `Add ${domain} at Resend, or change ${where}.`,
  });

const unverified = ({ domain, where }: Sender, records: readonly string[]) =>
  fail({
    code: "resend.domain_unverified",
    where,
    problem: `The sender's domain ${domain} is not verified: ${records.join(", ") || "see Resend"}.`,
    action: `Add the DNS records that Resend shows for ${domain}, and verify it there.`,
  });

const withoutDkim = ({ domain, where }: Sender) =>
  warn({
    code: "resend.dkim_missing",
    where,
    problem: `${domain} has no DKIM record of Resend, and the key may not read the domain's status.`,
    action: `Add the DNS records that Resend shows for ${domain}.`,
  });

/** A key that may only send cannot list domains, so the DNS is asked for Resend's DKIM record. */
const byDns = async ({ dns }: Context, sender: Sender) =>
  (await dns.txt(`resend._domainkey.${sender.domain}`)).length > 0 ? [] : [withoutDkim(sender)];

/** Returns what is wrong with the domain of a sender at Resend (SPF and DKIM). */
export const senderFindings = async (context: Context, sender: Sender): Promise<Finding[]> => {
  const { answer, request, isRestricted } = await askResend(context, "domains");
  if (isRestricted) return byDns(context, sender);
  const domains = bodyAs(Domains, answer, request).data;
  const found = domains.find(({ name }) => name === sender.domain);
  if (!found) return [unknownDomain(sender)];
  if (found.status === "verified") return [];
  const one = await askResend(context, `domains/${found.id}`);
  const records = bodyAs(Domain, one.answer, one.request).records;
  const open = records.filter(({ status }) => status !== "verified");
  return [
    unverified(
      sender,
      open.map(({ record, status }) => `${record} ${status}`),
    ),
  ];
};
