import type { Content } from "./content";
import { letterMail } from "./letter";

interface Newcomer {
  name: string;
  storefrontUrl: string;
}

/** To somebody who has just opened an account. */
export const welcomeMail = ({ name, storefrontUrl }: Newcomer): Content =>
  letterMail({
    subject: "Welcome to Bodega",
    preview: "Your account is open.",
    heading: `Welcome, ${name}.`,
    paragraphs: [
      "Your account is open. From now on your addresses and your orders wait for you here, and the next purchase takes a moment.",
    ],
    action: { label: "Come in", url: storefrontUrl },
    small: "If it was not you who opened it, answer this mail and we will close it.",
    storefrontUrl,
  });
