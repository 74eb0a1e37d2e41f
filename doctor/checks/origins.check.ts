import { type Check, type Context, type Finding, fail, isDeployed, warn } from "#doctor/check";
import { StorefrontOrigins } from "#kernel/env";

const notAnOrigin = (text: string) =>
  fail({
    code: "origin.malformed",
    where: text,
    problem:
      "STOREFRONT_ORIGINS has an address with a path or a final slash, which no browser sends.",
    action: `Write it as ${new URL(text).origin}`,
  });

const notHttps = (text: string) =>
  fail({
    code: "origin.not_https",
    where: text,
    problem: "STOREFRONT_ORIGINS allows a page without encryption to use sessions.",
    action: "Replace it by its https address in STOREFRONT_ORIGINS.",
  });

const unreachable = (text: string) =>
  warn({
    code: "origin.unreachable",
    where: text,
    problem: "The storefront does not answer.",
    action: "Correct the address, or start the storefront.",
  });

/** Any answer shows that the host exists. */
const answers = ({ send, signal }: Context, url: string) =>
  send(url, { method: "HEAD", redirect: "manual", signal }).then(
    () => true,
    () => false,
  );

const reachabilityOf = async (context: Context, texts: readonly string[]) => {
  const storefront = context.values.STOREFRONT_URL;
  const own = storefront ? [new URL(storefront).origin] : [];
  const distinct = [...new Set([...texts, ...own])];
  const reached = await Promise.all(distinct.map((url) => answers(context, url)));
  return distinct.filter((_, index) => !reached[index]).map(unreachable);
};

/** Checks the form of the storefronts' origins, and in a deployed environment https and reachability. */
export const origins: Check = {
  name: "origins",
  needs: ["STOREFRONT_ORIGINS", "STOREFRONT_URL"],
  async run(context): Promise<Finding[]> {
    const texts = StorefrontOrigins.parse(context.values.STOREFRONT_ORIGINS);
    const malformed = texts.filter((text) => new URL(text).origin !== text).map(notAnOrigin);
    if (!isDeployed(context)) return malformed;
    const secure = texts.filter((text) => text.startsWith("https:"));
    const insecure = texts.filter((text) => !text.startsWith("https:")).map(notHttps);
    return [...malformed, ...insecure, ...(await reachabilityOf(context, secure))];
  },
};
