import * as z from "zod";
import { PaymentCurrency } from "#contract/payments";
import { COUNTRIES, CountryCode } from "#kernel/address/countries";
import { Email } from "#kernel/address/email";
import { AccountNumber } from "#kernel/bank-account";
import type { Trace } from "#kernel/call";
import { Colour } from "#kernel/colours";
import type { ServiceRpc } from "#kernel/entrypoint";
import { Line } from "#kernel/text";

/** The longest return window of the shop or of a product. */
export const RETURN_WINDOW_DAYS_MAX = 365;

/** How the locations of stock are ranked for an order. */
export const SOURCING_RULES = ["priority", "nearest", "fewest_parcels"] as const;
export type SourcingRule = (typeof SOURCING_RULES)[number];

const Colours = z.strictObject({ accent: Colour, text: Colour, background: Colour });

/** The data of the seller that laws require on receipts. */
const Seller = z.strictObject({
  legalName: Line(200).nullable(),
  address: Line(300).nullable(),
  registrationNumber: Line(60).nullable(),
  vatId: Line(20).nullable(),
  phone: Line(40).nullable(),
});

/** The bank account of the seller. A change replaces all of it, so that no parts of two accounts are mixed. */
const BankTransfer = z.strictObject({
  holder: Line(70),
  accountNumber: AccountNumber.describe("An IBAN, or 4 to 20 digits where there are none."),
  bankCode: Line(20).nullable().describe("A BIC, a routing number or an IFSC."),
  bankName: Line(70).nullable(),
});

const LogoUrl = z.url({ protocol: /^https$/, normalize: true }).max(500);
const Countries = z.array(CountryCode).min(1).max(COUNTRIES.length);

/** What the owner of the shop decides, and no code. */
export const Settings = z
  .strictObject({
    shopName: z.string(),
    logoUrl: z.string().nullable().describe("An https address; null for the name in its place."),
    colours: Colours.describe("Of mails. Accent and text contrast with the background."),
    sender: z
      .strictObject({ name: z.string(), email: z.string() })
      .describe("Of mails. Its domain is verified at the mail provider."),
    supportEmail: z.string().describe("Receives the replies to mails."),
    seller: Seller.describe("Shown in mails as far as it is set."),
    countries: Countries.nullable().describe("Where the shop delivers; null for every country."),
    defaultCountry: CountryCode.describe("The destination of a cart until the buyer chooses one."),
    defaultCurrency: PaymentCurrency.describe("Of a cart whose client names none."),
    returnWindowDays: z.int(),
    sourcing: z
      .enum(SOURCING_RULES)
      .describe(
        "From which locations orders take their units: by `priority`, from the `nearest` (country, region, first characters of the postal code), or from those that need the `fewest_parcels`.",
      ),
    bankTransfer: BankTransfer.nullable().describe(
      "Where buyers of unpaid manual orders pay, as their mails say; null if they pay in cash.",
    ),
    updatedAt: z.iso.datetime().nullable().describe("Null until the first change."),
  })
  .meta({ id: "Settings" });
export type Settings = z.infer<typeof Settings>;

/** A JSON merge patch (RFC 7396) of the settings. */
export const SettingsPatch = z
  .strictObject({
    shopName: Line(80),
    logoUrl: LogoUrl.nullable(),
    colours: Colours.partial(),
    sender: z.strictObject({ name: Line(80), email: Email }).partial(),
    supportEmail: Email,
    seller: Seller.partial(),
    countries: Countries.nullable(),
    defaultCountry: CountryCode,
    defaultCurrency: PaymentCurrency,
    sourcing: z.enum(SOURCING_RULES),
    returnWindowDays: z.int().min(0).max(RETURN_WINDOW_DAYS_MAX),
    bankTransfer: BankTransfer.nullable(),
  })
  .partial();
export type SettingsPatch = z.infer<typeof SettingsPatch>;

export interface SettingsRpc extends ServiceRpc {
  /** Returns the current settings. Callers keep a copy for at most 30 seconds. */
  settings(trace: Trace): Promise<Settings>;
}
