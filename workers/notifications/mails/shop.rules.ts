import type { Settings } from "#contract/settings";
import { CONTRAST_MIN, contrastOf, mixed } from "#kernel/colours";
import { oneLine } from "./content.rules";

/** What a mail shows of the shop. */
export interface Shop
  extends Pick<
    Settings,
    "shopName" | "logoUrl" | "colours" | "supportEmail" | "seller" | "bankTransfer"
  > {
  /** The base address of the links. */
  storefrontUrl: string;
}

/** The share of the background in secondary text. */
const MUTED_SHARE = 0.35;

/** Returns the colour of secondary text: paler than the text, unless it would be hard to read. */
export const mutedOf = ({ text, background }: Shop["colours"]) => {
  const muted = mixed(text, background, MUTED_SHARE);
  return contrastOf(muted, background) < CONTRAST_MIN ? text : muted;
};

/** Returns the lines below every mail: the sender, where to get help, and the seller as far as it is set. */
export const imprintOf = ({ shopName, supportEmail, seller }: Shop): string[] => {
  const { legalName, address, registrationNumber, vatId, phone } = seller;
  const numbers = [registrationNumber, vatId && `VAT ID ${vatId}`].filter(Boolean).join(" · ");
  return [
    `This mail was sent by ${shopName}.`,
    `Questions? Write to ${supportEmail}${phone ? ` or call ${phone}` : ""}.`,
    [legalName, address].filter(Boolean).join(", "),
    numbers,
  ]
    .filter(Boolean)
    .map(oneLine);
};
