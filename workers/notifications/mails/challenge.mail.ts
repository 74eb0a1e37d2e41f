import type { ChallengeMail } from "#contract/users";
import type { Content } from "./content.rules";
import { greeting, letterMail } from "./letter.mail";
import type { Shop } from "./shop.rules";

/** The pages of the storefront to which links lead. Each page sends the token to the shop's API. */
const PAGES = {
  verify: "account/verify",
  reset: "account/reset",
  move: "account/email",
} as const;

/** Builds a link from the configured address, so that no request can choose where it leads. */
const linkTo = (page: keyof typeof PAGES, { storefrontUrl }: Shop, token: string) => {
  const base = storefrontUrl.endsWith("/") ? storefrontUrl : `${storefrontUrl}/`;
  const url = new URL(PAGES[page], base);
  url.searchParams.set("token", token);
  return url.href;
};

const LINK_EXPIRY = "The link works once and expires after 30 minutes.";

type Render = (mail: ChallengeMail, shop: Shop) => Content;

export const verifyEmailMail: Render = ({ secret }, shop) =>
  letterMail({
    subject: "Confirm your email address",
    preview: "Confirm that this address belongs to your account.",
    heading: "Confirm your email address",
    paragraphs: ["Please confirm that this email address belongs to your account.", LINK_EXPIRY],
    action: {
      label: "Confirm email address",
      url: linkTo("verify", shop, secret),
    },
    small:
      "If you do not have an account with us, ignore this mail. Your address was probably entered by mistake.",
    shop,
  });

export const resetPasswordMail: Render = ({ name, secret }, shop) =>
  letterMail({
    subject: "Choose a new password",
    preview: "Use this link within 30 minutes to reset your password.",
    heading: greeting("Choose a new password", name),
    paragraphs: [
      "We received a request to reset your password. Choosing a new password signs you out on all devices.",
      LINK_EXPIRY,
    ],
    action: { label: "Choose a new password", url: linkTo("reset", shop, secret) },
    small: "If you did not request this, ignore this mail. Your password stays the same.",
    shop,
  });

export const emailChangeConfirmMail: Render = ({ secret }, shop) =>
  letterMail({
    subject: "Confirm your new email address",
    preview: "Confirm the new email address of your account.",
    heading: "Confirm your new email address",
    paragraphs: [
      "You asked to use this email address for your account. After you confirm it, sign in with this address.",
      LINK_EXPIRY,
    ],
    action: { label: "Confirm new address", url: linkTo("move", shop, secret) },
    small: "If you did not request this, ignore this mail. Your account stays the same.",
    shop,
  });

export const emailChangeNoticeMail: Render = ({ name }, shop) =>
  letterMail({
    subject: "Your email address is about to change",
    preview: "A new email address was requested for your account.",
    heading: greeting("Your email address is about to change", name),
    paragraphs: [
      "A new email address was requested for your account, with your password. The change takes effect when the new address is confirmed.",
    ],
    small:
      "If you did not request this, choose a new password now. That cancels the change and signs you out on all devices.",
    shop,
  });

export const emailChangedMail: Render = ({ name }, shop) =>
  letterMail({
    subject: "Your email address was changed",
    preview: "Sign in with your new email address from now on.",
    heading: greeting("Your email address was changed", name),
    paragraphs: [
      "The email address of your account was changed, and you were signed out on all devices. Sign in with the new address.",
    ],
    small: "If you did not change it, reply to this mail at once.",
    shop,
  });

export const signInCodeMail: Render = ({ secret }, shop) =>
  letterMail({
    subject: `${secret} is your sign-in code`,
    preview: "The code works once and expires after 10 minutes.",
    heading: "Your sign-in code",
    paragraphs: ["Enter this code to sign in. It works once and expires after 10 minutes."],
    code: secret,
    small:
      "If you are not signing in, someone else knows your password: choose a new one now. We never ask for this code.",
    shop,
  });
