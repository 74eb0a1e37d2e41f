import type { Bucket } from "./throttle.rules";

/**
 * The domains that deliver `a.b@` and `ab@` to one mailbox
 * (https://support.google.com/mail/answer/7436150).
 */
const WITHOUT_DOTS: Record<string, string> = {
  "gmail.com": "gmail.com",
  "googlemail.com": "gmail.com",
};

/**
 * Returns the mailbox to which mails to an e-mail address are probably delivered: without the part after a
 * plus sign, and at Gmail without dots. Only rate limits may use it, because two accounts may share a
 * mailbox.
 */
export const mailboxOf = (email: string): string => {
  const [local = "", domain = ""] = email.split("@");
  const [name = ""] = local.split("+");
  const kept = name === "" ? local : name;
  const provider = WITHOUT_DOTS[domain];
  return provider ? `${kept.replaceAll(".", "")}@${provider}` : `${kept}@${domain}`;
};

const sentBy = (sender: string | undefined): readonly Bucket[] =>
  sender === undefined ? [] : [{ limit: "sender", of: sender }];

/** The kinds of mails that are counted in separate buckets. */
type MailKind = "sign_in" | "other";

/**
 * Returns the buckets of a request that sends mails to these e-mail addresses. Sign-in codes are counted
 * separately from other mails, so that a stranger who registers repeatedly with an address cannot lock its
 * owner out.
 */
export const mailBuckets = (
  emails: readonly string[],
  sender: string | undefined,
  kind: MailKind = "other",
): readonly Bucket[] => [
  ...emails.map((email) => ({ limit: "mailbox", of: `${kind} ${mailboxOf(email)}` }) as const),
  ...sentBy(sender),
];

/**
 * Returns the buckets of a password reset. Resets are counted separately from other mails, so that a
 * stranger who registers repeatedly with an address cannot block its owner's reset.
 */
export const resetBuckets = (email: string, network: string | undefined): readonly Bucket[] => {
  const mailbox = mailboxOf(email);
  const own =
    network === undefined ? [] : [{ limit: "reset", of: `${mailbox} ${network}` } as const];
  return [{ limit: "resetMailbox", of: mailbox }, ...own, ...sentBy(network)];
};
