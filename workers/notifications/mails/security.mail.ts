import type { Contact } from "#contract/users";
import type { Content } from "./content.rules";
import { greeting, letterMail } from "./letter.mail";
import type { Shop } from "./shop.rules";

type Render = (contact: Contact, shop: Shop) => Content;

const IGNORE_IF_YOURS = "If you did this, you can ignore this mail.";

export const passwordChangedMail: Render = ({ name }, shop) =>
  letterMail({
    subject: "Your password was changed",
    preview: IGNORE_IF_YOURS,
    heading: greeting("Your password was changed", name),
    paragraphs: ["Your password was changed, and your other devices were signed out."],
    small: "If you did not change it, choose a new password now and reply to this mail.",
    shop,
  });

export const sessionReusedMail: Render = ({ name }, shop) =>
  letterMail({
    subject: "We ended one of your sessions",
    preview: "Its sign-in token may have been copied.",
    heading: greeting("We ended one of your sessions", name),
    paragraphs: [
      "The sign-in token of one of your sessions was used twice, so it may have been copied. We ended that session. Sign in again on the device where you need it.",
    ],
    small: "If this happens again, choose a new password. That signs you out on all other devices.",
    shop,
  });

export const secondFactorsChangedMail: Render = ({ name }, shop) =>
  letterMail({
    subject: "Your two-step verification settings were changed",
    preview: IGNORE_IF_YOURS,
    heading: greeting("Your two-step verification settings were changed", name),
    paragraphs: [
      "These settings decide what you enter in addition to your password when you sign in.",
    ],
    small: "If you did not change them, choose a new password now and reply to this mail.",
    shop,
  });

export const smsChangedMail: Render = ({ name }, shop) =>
  letterMail({
    subject: "The phone number for SMS was changed",
    preview: IGNORE_IF_YOURS,
    heading: greeting("The phone number for SMS was changed", name),
    paragraphs: [
      "A phone was added to your account for SMS, or removed from it. It gets your sign-in codes and news of your orders beside these mails.",
    ],
    small: "If you did not change it, choose a new password now and reply to this mail.",
    shop,
  });

export const accountDisabledMail: Render = ({ name }, shop) =>
  letterMail({
    subject: "Your account was disabled",
    preview: "You were signed out on all devices.",
    heading: greeting("Your account was disabled", name),
    paragraphs: [
      "We disabled your account and signed you out on all devices. You cannot sign in at the moment. We will still deliver your open orders.",
    ],
    small: "If you do not know why, reply to this mail.",
    shop,
  });

export const accountEnabledMail: Render = ({ name }, shop) =>
  letterMail({
    subject: "Your account was enabled again",
    preview: "You can sign in again.",
    heading: greeting("Your account was enabled again", name),
    paragraphs: ["We enabled your account again. You can sign in with your previous password."],
    small: "If you did not expect this, choose a new password and reply to this mail.",
    shop,
  });

export const rolesChangedMail: Render = ({ name }, shop) =>
  letterMail({
    subject: "The roles of your account were changed",
    preview: "Sign in again to use your new permissions.",
    heading: greeting("The roles of your account were changed", name),
    paragraphs: [
      "An administrator changed the roles of your account, and you were signed out on all devices. Sign in again to use your new permissions.",
    ],
    small: "If you did not expect this, reply to this mail.",
    shop,
  });

export const dataExportedMail: Render = ({ name }, shop) =>
  letterMail({
    subject: "Your personal data was downloaded",
    preview: IGNORE_IF_YOURS,
    heading: greeting("Your personal data was downloaded", name),
    paragraphs: [
      "A copy of your personal data was requested from a device that had just signed in to your account. The copy contains your addresses, orders and sessions. It contains no password and no card number.",
      IGNORE_IF_YOURS,
    ],
    small:
      "If you did not do this, choose a new password now, which signs out your other devices, and reply to this mail.",
    shop,
  });

export const apiKeyCreatedMail: Render = ({ name }, shop) =>
  letterMail({
    subject: "An API key was made with your account",
    preview: IGNORE_IF_YOURS,
    heading: greeting("An API key was made with your account", name),
    paragraphs: [
      "Your account was used to make an API key for a program. The key works without your password until it is revoked or expires.",
      IGNORE_IF_YOURS,
    ],
    small:
      "If you did not make it, revoke the key in the list of API keys, choose a new password now, and reply to this mail.",
    shop,
  });

export const apiKeyRevokedMail: Render = ({ name }, shop) =>
  letterMail({
    subject: "An API key that you made was revoked",
    preview: "The program that used the key can no longer sign in.",
    heading: greeting("An API key that you made was revoked", name),
    paragraphs: [
      "You or another administrator revoked an API key that you made. The program that used the key is refused from now on.",
    ],
    small:
      "If you did not expect this, look at the list of API keys, ask your administrators, and reply to this mail.",
    shop,
  });

/** Has no greeting, because the name is deleted with the account. */
export const accountErasedMail = (shop: Shop): Content =>
  letterMail({
    subject: "Your account was deleted",
    preview: "Your personal data has been deleted.",
    heading: "Your account was deleted",
    paragraphs: [
      "We deleted your account and your personal data. For our bookkeeping we keep the number, goods, prices and taxes of your orders, without your name and address.",
      "This is the last mail that we send you. Thank you for shopping with us.",
    ],
    small: "If you did not request this, reply to this mail. A deleted account cannot be restored.",
    shop,
  });
