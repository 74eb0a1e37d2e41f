import { eventually } from "#tests/system";
import type { Served } from "./shop";

/** The links in the mails to an address about a new password, oldest first. */
export const resetLinksTo = async (shop: Served, email: string): Promise<URL[]> => {
  const mails = (await shop.mailsTo(email)).toReversed();
  return mails
    .flatMap(({ text }) => [...text.matchAll(/https?:\S+token=[\w-]+/g)])
    .map(([link]) => new URL(link))
    .filter(({ pathname }) => pathname.includes("reset"));
};

/** Waits for so many links to an address, and returns the last one. */
export const resetLinkTo = async (shop: Served, email: string, count = 1): Promise<URL> => {
  const found = await eventually(
    "a link",
    () => resetLinksTo(shop, email),
    (all) => all.length >= count,
  );
  return found.at(-1) ?? new URL("about:blank");
};

/** Sets a new password as the owner of a mailbox does: by the link in a mail. */
export const resetByMail = async (shop: Served, email: string, password: string) => {
  await shop.ask("POST", "/v1/auth/password/forgot", { body: { email } });
  const token = (await resetLinkTo(shop, email)).searchParams.get("token");
  return shop.ask("POST", "/v1/auth/password/reset", { body: { token, password } });
};
