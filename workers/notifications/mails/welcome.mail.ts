import { type Content, oneLine } from "./content.rules";
import { letterMail } from "./letter.mail";
import type { Shop } from "./shop.rules";

/**
 * Welcomes a new account without a name: the address is not verified yet, so a stranger could use the
 * name to send a message to its owner.
 */
export const welcomeMail = (shop: Shop): Content =>
  letterMail({
    subject: `Welcome to ${oneLine(shop.shopName)}`,
    preview: "Your account is ready.",
    heading: "Welcome.",
    paragraphs: [
      "Your account is ready. It stores your addresses and your orders, so that your next purchase is faster.",
    ],
    action: { label: "Visit the shop", url: shop.storefrontUrl },
    small: "If you did not create this account, reply to this mail and we will close it.",
    shop,
  });
