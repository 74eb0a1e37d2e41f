import { z } from "zod";
import { type Answer, ask, bodyAs, keyRefused, type VendorRequest } from "#doctor/ask";
import { type Check, type Context, type Finding, fail, valueIn, warn } from "#doctor/check";
import { senderDomainOf } from "#doctor/sender";

const Domains = z.object({
  data: z.array(z.object({ id: z.string(), name: z.string(), status: z.string() })),
});
const Domain = z.object({
  records: z.array(z.object({ record: z.string(), name: z.string(), status: z.string() })),
});
const Restricted = z.object({ name: z.literal("restricted_api_key") });

const get = async (context: Context, path: string) => {
  const headers = { authorization: `Bearer ${valueIn(context, "RESEND_API_KEY")}` };
  const request: VendorRequest = { vendor: "resend", at: "RESEND_URL", path, headers };
  return { request, answer: await ask(context, request) };
};

const isRefused = ({ status }: Answer) => [400, 401, 403].includes(status);

const unknownDomain = (domain: string) =>
  fail({
    code: "resend.domain_unknown",
    where: "MAIL_FROM",
    problem: `The sender's domain ${domain} is not a domain of the Resend account.`,
    action: `Add ${domain} at Resend, or change MAIL_FROM.`,
  });

const unverified = (domain: string, records: readonly string[]) =>
  fail({
    code: "resend.domain_unverified",
    where: "MAIL_FROM",
    problem: `The sender's domain ${domain} is not verified: ${records.join(", ") || "see Resend"}.`,
    action: `Add the DNS records that Resend shows for ${domain}, and verify it there.`,
  });

const withoutDkim = (domain: string) =>
  warn({
    code: "resend.dkim_missing",
    where: "MAIL_FROM",
    problem: `${domain} has no DKIM record of Resend, and the key may not read the domain's status.`,
    action: `Add the DNS records that Resend shows for ${domain}.`,
  });

/** A key that may only send cannot list domains, so the DNS is asked for Resend's DKIM record. */
const byDns = async ({ dns }: Context, domain: string) =>
  (await dns.txt(`resend._domainkey.${domain}`)).length > 0 ? [] : [withoutDkim(domain)];

/** Checks that Resend accepts the key, and that it has verified the sender's domain (SPF and DKIM). */
export const senderDomain: Check = {
  name: "sender-domain",
  needs: ["RESEND_URL", "RESEND_API_KEY", "MAIL_FROM"],
  async run(context): Promise<Finding[]> {
    const domain = senderDomainOf(valueIn(context, "MAIL_FROM"));
    const { answer, request } = await get(context, "domains");
    if (Restricted.safeParse(answer.body).success) return byDns(context, domain);
    if (isRefused(answer)) throw keyRefused("resend", "RESEND_API_KEY");
    const found = bodyAs(Domains, answer, request).data.find(({ name }) => name === domain);
    if (!found) return [unknownDomain(domain)];
    if (found.status === "verified") return [];
    const one = await get(context, `domains/${found.id}`);
    const open = bodyAs(Domain, one.answer, one.request).records.filter(
      ({ status }) => status !== "verified",
    );
    return [
      unverified(
        domain,
        open.map(({ record, status }) => `${record} ${status}`),
      ),
    ];
  },
};
