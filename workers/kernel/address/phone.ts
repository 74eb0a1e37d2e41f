import { type CountryCode, parsePhoneNumberFromString } from "libphonenumber-js/min";
import { Line } from "#kernel/text";

/**
 * Returns a phone number in the form E.164, such as `+491701234567`; null if it is not valid. A number without
 * a country code is one of the given country.
 */
export const phoneIn = (text: string, country?: string): string | null => {
  const parsed = parsePhoneNumberFromString(text, country as CountryCode | undefined);
  return parsed?.isValid() ? parsed.number : null;
};

/** A phone number with its country code. It is stored in the form E.164. */
export const Phone = Line(40)
  .refine((text) => phoneIn(text) !== null, {
    error: "must be a phone number with its country code, such as +491701234567",
    params: { code: "phone" },
  })
  .overwrite((text) => phoneIn(text) ?? text);
