import * as z from "zod";
import { PaymentCurrency } from "#contract/payments";
import { CountryCode } from "#kernel/address/countries";
import { CommonEnv, VendorSecret } from "#kernel/env";
import { Line } from "#kernel/text";
import { MailSender } from "./defaults.rules";

/** The plain variables are the settings of a shop until an admin changes them. */
export const SettingsVars = {
  ...CommonEnv,
  SETTINGS_DB_URL: z.url(),
  SETTINGS_DB_TOKEN: VendorSecret,
  SHOP_NAME: Line(80),
  SHOP_CURRENCY: PaymentCurrency.default("EUR"),
  SHOP_COUNTRY: CountryCode.default("DE"),
  /** The sender of mails, such as `Corner Shop <hello@shop.test>`. Its domain must be verified at Resend. */
  MAIL_FROM: MailSender,
};

/** The settings Worker calls no other Worker. */
export type SettingsEnv = object;
