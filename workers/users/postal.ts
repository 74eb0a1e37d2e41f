import { AU, BR, CA, type CountryData, countryShortCodes, IN, US } from "country-region-data";
import { postcodeValidator, postcodeValidatorExistsForCountry } from "postcode-validator";
import type { Address } from "#contract/users";
import { AppError, type FieldError } from "#kernel/errors";

/** What of an address its country has a say in. */
export type Place = Pick<Address, "country" | "region" | "postalCode">;

/** ISO 3166-1: the library's list but for Kosovo, whose XK is no code of it, and with Svalbard. */
const COUNTRIES = new Set<string>(countryShortCodes);
COUNTRIES.delete("XK");
COUNTRIES.add("SJ");

/** ISO renamed these states of India in November 2023; the library has their names before that. */
const RENAMED: Record<string, string> = { CT: "CG", OR: "OD", TG: "TS", UT: "UK" };

/** Codes that people there write although the library does not know them. */
const ALSO_WRITTEN: Record<string, RegExp> = {
  AR: /^\d{4}$/,
  GB: /^(GIR ?0AA|BFPO ?\d{1,4})$/,
  NI: /^\d{5}$/,
  SV: /^\d{4}$/,
};

/** "São Paulo", "SAO PAULO" and "sao-paulo" are one. */
const folded = (text: string) =>
  text
    .normalize("NFD")
    .replace(/[^\p{Letter}\p{Number}]/gu, "")
    .toUpperCase();

type Regions = ReadonlyMap<string, string>;

const regionsOf = ([, , regions]: CountryData, renamed: Record<string, string> = {}): Regions =>
  new Map(
    regions.flatMap(([name, slug]) => {
      const code = renamed[slug] ?? slug;
      return [folded(name), slug, code].map((known) => [known, code] as const);
    }),
  );

/** Where mail does not arrive without a region: each by its code and by its name. */
const REGIONS: Record<string, Regions> = {
  AU: regionsOf(AU),
  BR: regionsOf(BR),
  CA: regionsOf(CA),
  IN: regionsOf(IN, RENAMED),
  US: regionsOf(US),
};

const isPostalCode = (code: string, country: string) => {
  if (!postcodeValidatorExistsForCountry(country)) return true;
  const written = code.toUpperCase().replace(/\s+/g, " ");
  return postcodeValidator(written, country) || (ALSO_WRITTEN[country]?.test(written) ?? false);
};

const wrongIn = ({ country, postalCode }: Place, regionIsKnown: boolean): FieldError[] => [
  ...(COUNTRIES.has(country)
    ? []
    : [{ pointer: "/country", message: "is no country code of ISO 3166-1" }]),
  ...(regionIsKnown
    ? []
    : [{ pointer: "/region", message: `must be a region of ${country}, by code or name` }]),
  ...(isPostalCode(postalCode, country)
    ? []
    : [{ pointer: "/postalCode", message: `is no postal code of ${country}` }]),
];

/**
 * The place as its country's post knows it: a region that mail needs becomes its code. Where a country
 * has no postal codes, whatever stands in their place is let pass.
 * @throws 400 `validation_failed`
 */
export const postalPlace = <P extends Place>(place: P): P => {
  const regions = REGIONS[place.country];
  const code = regions?.get(folded(place.region ?? ""));
  const errors = wrongIn(place, regions === undefined || code !== undefined);
  if (errors.length > 0) throw new AppError("validation_failed", undefined, { errors });
  return code === undefined ? place : { ...place, region: code };
};
