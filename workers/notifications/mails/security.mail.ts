import type { Contact } from "#contract/users";
import type { Content } from "./content.rules";
import { greeting, letterMail } from "./letter.mail";

type Write = (contact: Contact, storefrontUrl: string) => Content;

export const passwordChangedMail: Write = ({ name }, storefrontUrl) =>
  letterMail({
    subject: "Your password was changed",
    preview: "If it was you, all is well.",
    heading: greeting("Your password was changed", name),
    paragraphs: ["The password of your account was changed, and other devices were signed out."],
    small: "If it was not you, ask for a new password at once, and answer this mail.",
    storefrontUrl,
  });

export const sessionReusedMail: Write = ({ name }, storefrontUrl) =>
  letterMail({
    subject: "We ended one of your sessions",
    preview: "Its key was used from two places.",
    heading: greeting("We ended a session of yours", name),
    paragraphs: [
      "A session of yours was continued from two places at once, which happens when its key was copied. We ended it: sign in again where you need it.",
    ],
    small: "If you see this more than once, choose a new password: that signs everybody out.",
    storefrontUrl,
  });

export const secondFactorsChangedMail: Write = ({ name }, storefrontUrl) =>
  letterMail({
    subject: "The second step of your sign-in has changed",
    preview: "If it was you, all is well.",
    heading: greeting("Your second step has changed", name),
    paragraphs: ["What you are asked for beside your password, when you sign in, was changed."],
    small: "If it was not you, choose a new password at once, and answer this mail.",
    storefrontUrl,
  });

export const accountDisabledMail: Write = ({ name }, storefrontUrl) =>
  letterMail({
    subject: "Your account was closed",
    preview: "You are signed out everywhere.",
    heading: greeting("Your account is closed", name),
    paragraphs: ["We have closed your account: nobody can sign in to it. Your orders go on."],
    small: "If you do not know why, answer this mail.",
    storefrontUrl,
  });

export const accountEnabledMail: Write = ({ name }, storefrontUrl) =>
  letterMail({
    subject: "Your account is open again",
    preview: "You can sign in as before.",
    heading: greeting("Your account is open again", name),
    paragraphs: ["We have opened your account again. Your password is the one you had."],
    small: "If you did not expect this, choose a new password, and answer this mail.",
    storefrontUrl,
  });

export const rolesChangedMail: Write = ({ name }, storefrontUrl) =>
  letterMail({
    subject: "What your account may do has changed",
    preview: "Sign in again to see it.",
    heading: greeting("Your role has changed", name),
    paragraphs: [
      "An administrator has changed the roles of your account, and you were signed out everywhere.",
    ],
    small: "If you did not expect this, answer this mail.",
    storefrontUrl,
  });

export const dataExportedMail: Write = ({ name }, storefrontUrl) =>
  letterMail({
    subject: "Your personal data was downloaded",
    preview: "If it was you, there is nothing to do.",
    heading: greeting("Your personal data was downloaded", name),
    paragraphs: [
      "A copy of the personal data in your account was requested from a device that had just signed in. The copy contains your addresses, orders and sessions, and no password or card number.",
      "If it was you, there is nothing to do.",
    ],
    small:
      "If it was not you, choose a new password at once, which signs out every other device, and answer this mail.",
    storefrontUrl,
  });

/** Nobody's name is left to write. */
export const accountErasedMail = (storefrontUrl: string): Content =>
  letterMail({
    subject: "Your account is gone",
    preview: "So are your personal data.",
    heading: "Goodbye, and thank you",
    paragraphs: [
      "Your account was erased, with everything in it. Of your orders we keep what our books need: number, goods, prices and taxes, without your name and address. This mail is the last one to you.",
    ],
    small: "If it was not you, answer this mail. The account cannot be brought back.",
    storefrontUrl,
  });
