import type { ChallengeMail } from "#contract/users";
import type { Content } from "./content.rules";
import { greeting, letterMail } from "./letter.mail";

/** The pages of the storefront that links lead to. Each hands the token on to the shop's API. */
const PAGES = {
  verify: "account/verify",
  reset: "account/reset",
  move: "account/email",
} as const;

/** Built from the configured address alone: no request says where a link leads. */
const linkTo = (page: keyof typeof PAGES, storefrontUrl: string, token: string) => {
  const base = storefrontUrl.endsWith("/") ? storefrontUrl : `${storefrontUrl}/`;
  const url = new URL(PAGES[page], base);
  url.searchParams.set("token", token);
  return url.href;
};

const FOR_A_WHILE = "The link works once, within half an hour.";

type Write = (mail: ChallengeMail, storefrontUrl: string) => Content;

export const verifyEmailMail: Write = ({ secret }, storefrontUrl) =>
  letterMail({
    subject: "Is this your address?",
    preview: "One click, and we know that it is yours.",
    heading: "Is this your address?",
    paragraphs: ["One click, and we know that this mailbox is yours.", FOR_A_WHILE],
    action: { label: "Yes, it is mine", url: linkTo("verify", storefrontUrl, secret) },
    small: "If you have no account with us, somebody mistyped an address: nothing more will come.",
    storefrontUrl,
  });

export const resetPasswordMail: Write = ({ name, secret }, storefrontUrl) =>
  letterMail({
    subject: "A new password",
    preview: "Here is the way to a new password.",
    heading: greeting("A new password", name),
    paragraphs: [
      "Somebody, we hope you, has asked for a new password. Choosing one signs you out everywhere.",
      FOR_A_WHILE,
    ],
    action: { label: "Choose a new password", url: linkTo("reset", storefrontUrl, secret) },
    small: "If it was not you, there is nothing to do: without this link nothing changes.",
    storefrontUrl,
  });

export const emailChangeConfirmMail: Write = ({ secret }, storefrontUrl) =>
  letterMail({
    subject: "Move your account here?",
    preview: "One click, and this is your account's address.",
    heading: "Move your account here?",
    paragraphs: [
      "You asked to use this address for your account. One click, and you sign in with it from then on.",
      FOR_A_WHILE,
    ],
    action: { label: "Use this address", url: linkTo("move", storefrontUrl, secret) },
    small: "If you did not ask for it, there is nothing to do: without this link nothing changes.",
    storefrontUrl,
  });

export const emailChangeNoticeMail: Write = ({ name }, storefrontUrl) =>
  letterMail({
    subject: "Your account is about to move",
    preview: "Somebody asked for another address.",
    heading: greeting("Your account is about to move", name),
    paragraphs: [
      "Somebody who knows your password has asked to give your account another e-mail address. It happens once the new address is confirmed.",
    ],
    small: "If it was not you, choose a new password now: that stops it, and signs everybody out.",
    storefrontUrl,
  });

export const emailChangedMail: Write = ({ name }, storefrontUrl) =>
  letterMail({
    subject: "Your account has a new address",
    preview: "The address of your account has changed.",
    heading: greeting("Your account has a new address", name),
    paragraphs: [
      "The e-mail address of your account has changed. You were signed out everywhere: sign in with the new one.",
    ],
    small: "If it was not you, answer this mail at once.",
    storefrontUrl,
  });

export const signInCodeMail: Write = ({ secret }, storefrontUrl) =>
  letterMail({
    subject: `${secret} is your code`,
    preview: "It works once, within ten minutes.",
    heading: "Your code",
    paragraphs: ["Type it in where you are signing in. It works once, within ten minutes."],
    code: secret,
    small:
      "If you are not signing in, somebody knows your password: choose a new one. We never ask for this code.",
    storefrontUrl,
  });
