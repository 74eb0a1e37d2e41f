import * as z from "zod";
import type { Settings } from "#contract/settings";
import { Email } from "#kernel/address/email";

/** The days within which consumers may return goods in the European Union (2011/83/EU, article 9). */
const RETURN_WINDOW_DAYS = 14;

/** The schema of a sender: an address, or a name with an address in angle brackets. */
export const MailSender = z.string().transform((text, context) => {
  const [, quoted = "", angled] = /^([^<>]*)<([^<>]+)>\s*$/.exec(text) ?? [];
  const email = Email.safeParse(angled ?? text);
  const name = quoted.trim().replace(/^"(.*)"$/, "$1");
  if (email.success) return { name: name === "" ? null : name, email: email.data };
  context.addIssue({
    code: "custom",
    message: "must be an address such as hello@shop.test, or Corner Shop <hello@shop.test>",
  });
  return z.NEVER;
});

interface Variables {
  SHOP_NAME: string;
  SHOP_CURRENCY: string;
  SHOP_COUNTRY: string;
  MAIL_FROM: z.infer<typeof MailSender>;
}

/** Returns the settings of a shop that has changed none. */
export const defaultSettings = ({
  SHOP_NAME,
  SHOP_CURRENCY,
  SHOP_COUNTRY,
  MAIL_FROM,
}: Variables): Settings => ({
  shopName: SHOP_NAME,
  logoUrl: null,
  colours: { accent: "#1c1917", text: "#1c1917", background: "#ffffff" },
  sender: { name: MAIL_FROM.name ?? SHOP_NAME, email: MAIL_FROM.email },
  supportEmail: MAIL_FROM.email,
  seller: { legalName: null, address: null, registrationNumber: null, vatId: null, phone: null },
  countries: null,
  defaultCountry: SHOP_COUNTRY,
  defaultCurrency: SHOP_CURRENCY,
  returnWindowDays: RETURN_WINDOW_DAYS,
  sourcing: "priority",
  bankTransfer: null,
  updatedAt: null,
});
