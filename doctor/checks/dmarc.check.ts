import { type Check, isDeployed, valueIn, warn } from "#doctor/check";
import { senderDomainOf } from "#doctor/sender";

/** Returns a domain and those above it, without the top level one. */
const lineage = (domain: string) => {
  const labels = domain.split(".");
  return labels.slice(0, -1).map((_, index) => labels.slice(index).join("."));
};

/** Checks that the sender's domain, or one above it, has a DMARC record. */
export const dmarc: Check = {
  name: "dmarc",
  needs: ["MAIL_FROM"],
  async run(context) {
    if (!isDeployed(context)) return [];
    const domain = senderDomainOf(valueIn(context, "MAIL_FROM"));
    const names = lineage(domain).map((name) => `_dmarc.${name}`);
    const records = await Promise.all(names.map((name) => context.dns.txt(name)));
    if (records.flat().some((text) => text.startsWith("v=DMARC1"))) return [];
    return [
      warn({
        code: "dns.dmarc_missing",
        where: "MAIL_FROM",
        problem: `${domain} has no DMARC record, so large providers may refuse its mail.`,
        action: `Add a TXT record _dmarc.${domain}, such as: v=DMARC1; p=none`,
      }),
    ];
  },
};
