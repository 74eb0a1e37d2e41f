import type { Content } from "./content.rules";
import { letterMail } from "./letter.mail";

/**
 * To somebody who has just opened an account. It greets nobody by name: the address is not proved yet,
 * and a name that somebody else chose could say anything to whoever reads it.
 */
export const welcomeMail = (storefrontUrl: string): Content =>
  letterMail({
    subject: "Welcome to Bodega",
    preview: "Your account is open.",
    heading: "Welcome.",
    paragraphs: [
      "Your account is open. From now on your addresses and your orders wait for you here, and the next purchase takes a moment.",
    ],
    action: { label: "Come in", url: storefrontUrl },
    small: "If it was not you who opened it, answer this mail and we will close it.",
    storefrontUrl,
  });
