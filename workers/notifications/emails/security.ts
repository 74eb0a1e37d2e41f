import type { Contact } from "#contract/users";
import type { Content } from "./content";
import { letterMail } from "./letter";

type Write = (contact: Contact, storefrontUrl: string) => Content;

export const passwordChangedMail: Write = ({ name }, storefrontUrl) =>
  letterMail({
    subject: "Your password was changed",
    preview: "If it was you, all is well.",
    heading: `A new password, ${name}`,
    paragraphs: ["The password of your account was changed, and other devices were signed out."],
    small: "If it was not you, ask for a new password at once, and answer this mail.",
    storefrontUrl,
  });

export const sessionReusedMail: Write = ({ name }, storefrontUrl) =>
  letterMail({
    subject: "We ended one of your sessions",
    preview: "Its key was used from two places.",
    heading: `One session less, ${name}`,
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
    heading: `A second step, ${name}`,
    paragraphs: ["How you prove that it is you, besides your password, was changed."],
    small: "If it was not you, choose a new password at once, and answer this mail.",
    storefrontUrl,
  });
