import type { Settings } from "#contract/settings";
import type { AddressedMail } from "./mail.port";
import type { Content } from "./mails/content.rules";
import type { Shop } from "./mails/shop.rules";

interface Dependencies {
  /** Returns the current settings of the shop. */
  settings(): Promise<Settings>;
  storefrontUrl: string;
}

/** Renders mails in the name of the shop. A mail of which nothing is left to say is null. */
export const shopMailService =
  ({ settings, storefrontUrl }: Dependencies) =>
  async (to: string, render: (shop: Shop) => Content | null): Promise<AddressedMail> => {
    const { sender, ...shop } = await settings();
    const content = render({ ...shop, storefrontUrl });
    return content && { to, from: sender, replyTo: shop.supportEmail, ...content };
  };
export type ShopMailService = ReturnType<typeof shopMailService>;
