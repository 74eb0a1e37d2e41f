import { eventually } from "#tests/system";
import type { ServedShop } from "./shop";

/** Returns the links for a new password in the mails to an address, oldest first. */
export const resetLinksTo = async (shop: ServedShop, email: string): Promise<URL[]> => {
  const mails = (await shop.mailsTo(email)).toReversed();
  return mails
    .flatMap(({ text }) => [...text.matchAll(/https?:\S+token=[\w-]+/g)])
    .map(([link]) => new URL(link))
    .filter(({ pathname }) => pathname.includes("reset"));
};

/** Waits for this number of links to an address, and returns the last one. */
export const resetLinkTo = async (shop: ServedShop, email: string, count = 1): Promise<URL> => {
  const found = await eventually(
    "a link",
    () => resetLinksTo(shop, email),
    (all) => all.length >= count,
  );
  return found.at(-1) ?? new URL("about:blank");
};

/** Sets a new password by the link in a mail, as the owner of a mailbox does. */
export const resetByMail = async (shop: ServedShop, email: string, password: string) => {
  await shop.ask("POST", "/v1/auth/password/forgot", { body: { email } });
  const token = (await resetLinkTo(shop, email)).searchParams.get("token");
  return shop.ask("POST", "/v1/auth/password/reset", { body: { token, password } });
};
