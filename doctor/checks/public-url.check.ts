import { type Check, type Finding, fail, isLoopback, sameMachine, valueIn } from "#doctor/check";

const differs = (given: string, url: string) =>
  fail({
    code: "public_url.differs",
    where: "PUBLIC_URL",
    problem: `PUBLIC_URL is ${given}, but the shop is at ${url}, so QStash's deliveries are refused.`,
    action: "Set PUBLIC_URL in all Workers to the shop's address.",
  });

const finalSlash = () =>
  fail({
    code: "public_url.not_an_origin",
    where: "PUBLIC_URL",
    problem: "PUBLIC_URL has a final slash or a path, so QStash's deliveries are refused.",
    action: "Set PUBLIC_URL to the address without final slash and path.",
  });

const unresolved = (host: string) =>
  fail({
    code: "dns.unresolved",
    where: host,
    problem: "The shop's host name has no address.",
    action: "Add the DNS record of the Worker's route or custom domain.",
  });

/** Checks that PUBLIC_URL is exactly the shop's address, and that its host name resolves. */
export const publicUrl: Check = {
  name: "public-url",
  needs: ["PUBLIC_URL"],
  async run({ url, dns, ...context }): Promise<Finding[]> {
    const given = valueIn(context, "PUBLIC_URL");
    const { origin, hostname } = new URL(url);
    const findings = [
      ...(sameMachine(given) === sameMachine(url) ? [] : [differs(given, url)]),
      ...(new URL(given).origin === given ? [] : [finalSlash()]),
    ];
    if (isLoopback(origin) || (await dns.resolves(hostname))) return findings;
    return [...findings, unresolved(hostname)];
  },
};
