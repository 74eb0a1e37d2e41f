import rules from "./postal-rules.json";

/** What a country requires of an address. */
export interface PostalRule {
  required: ("city" | "postalCode")[];
  /**
   * Regular expression of a postal code without blanks and hyphens; absent if the country has no postal
   * codes.
   */
  postalCode?: string;
  /** A prefix that a postal code may have, in addition to the country code. */
  prefix?: string;
  /** The regions by code, each with its names; absent if mail needs no region. */
  regions?: Record<string, string[]>;
}

/** Rules by ISO 3166-1 alpha-2 code. dev/postal-rules.ts generates them and names the source. */
const RULES: ReadonlyMap<string, PostalRule> = new Map(
  Object.entries(rules as Record<string, PostalRule>),
);

/** The part of an address that depends on its country. */
export interface Place {
  country: string;
  city?: string | undefined;
  region?: string | undefined;
  postalCode?: string | undefined;
}

export interface PlaceError {
  field: "city" | "region" | "postalCode";
  code: "required" | "region" | "postal_code";
  message: string;
}

/**
 * The zero digits of other scripts in which people write postal codes: Arabic, Persian, Devanagari,
 * Bengali, Thai.
 */
const ZEROS = [..."٠۰०০๐"].map((zero) => zero.codePointAt(0) ?? 0);

const asciiDigit = (digit: string) => {
  const code = digit.codePointAt(0) ?? 0;
  const zero = ZEROS.find((start) => code >= start && code < start + 10);
  return zero === undefined ? digit : String(code - zero);
};

/** Removes differences of spelling: width, case, script of the digits, blanks, dashes, 〒. */
const normalisedCode = (postalCode: string) =>
  postalCode
    .normalize("NFKC")
    .toUpperCase()
    .replace(/\p{Nd}/gu, asciiDigit)
    .replace(/[\s\p{Pd}\u2212ー〒]/gu, "");

const isPostalCode = (
  postalCode: string,
  country: string,
  { postalCode: pattern, prefix = "" }: PostalRule,
) => {
  if (pattern === undefined) return true;
  return new RegExp(`^(?:${country}|${prefix})?(?:${pattern})$`).test(normalisedCode(postalCode));
};

/** Folds "São Paulo", "SAO PAULO" and "sao-paulo" into one form. Only Latin letters lose their accents. */
const folded = (name: string) =>
  name
    .normalize("NFD")
    .replace(/(?<=\p{Script=Latin})\p{M}+/gu, "")
    .normalize("NFC")
    .replace(/[^\p{L}\p{M}\p{N}]/gu, "")
    .toUpperCase();

/** Returns the code of a region, given its code or one of its names. */
const regionCode = (region: string, regions: Record<string, string[]>) =>
  Object.entries(regions).find(([code, names]) =>
    [code, ...names].some((name) => folded(name) === folded(region)),
  )?.[0];

/** Returns the errors of a place by the rules of its country; none for an unknown country. */
export const placeErrors = (place: Place): PlaceError[] => {
  const { country, region, postalCode } = place;
  const rule = RULES.get(country);
  if (!rule) return [];
  const errors: PlaceError[] = rule.required
    .filter((field) => place[field] === undefined)
    .map((field) => ({
      field,
      code: "required",
      message: `This field is required in ${country}.`,
    }));
  if (rule.regions && regionCode(region ?? "", rule.regions) === undefined)
    errors.push({
      field: "region",
      code: "region",
      message: `Must be a region of ${country}, by code or name.`,
    });
  if (postalCode !== undefined && !isPostalCode(postalCode, country, rule))
    errors.push({
      field: "postalCode",
      code: "postal_code",
      message: `Must be a postal code of ${country}.`,
    });
  return errors;
};

/** Returns the place with its region as a code, if the country's mail needs one. */
export const normalizedPlace = <P extends Place>(place: P): P => {
  const regions = RULES.get(place.country)?.regions;
  const code = regions && regionCode(place.region ?? "", regions);
  return code === undefined ? place : { ...place, region: code };
};
