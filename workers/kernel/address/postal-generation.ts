import type { PostalRule } from "./postal";

/** A country in the address data. Lists are joined by `~`, example postal codes by commas. */
export interface AddressData {
  zip?: string;
  zipex?: string;
  /** One letter for each required field: A street, C city, S region, Z postal code. */
  require?: string;
  /** A prefix of the postal code on an envelope, such as `SE-`. */
  postprefix?: string;
  sub_keys?: string;
  sub_isoids?: string;
  sub_names?: string;
}

/** The required fields of a country for which the data has none: those of its entry `ZZ`. */
const REQUIRED_BY_DEFAULT = "AC";

/** Postal codes that are in use but missing from the data. */
const ALSO_IN_USE: Record<string, string> = {
  // Seven characters since 2015, such as Z05K4E6: https://post.kz
  KZ: "[A-Z]\\d{2}[A-Z]\\d[A-Z]\\d",
  // Six digits since 2019; the package lacks them, the source's data of 2024 has them.
  KH: "\\d{6}",
  // The data's pattern includes the prefix LV, which many people omit.
  LV: "\\d{4}",
  // The codes of Rodrigues begin with R, those of Agaléga with A: https://www.mauritiuspost.mu
  MU: "[AR]\\d{4}",
  // The national address adds four digits: https://splonline.com.sa
  SA: "\\d{9}",
  // Tristan da Cunha, which the data lists as a country.
  SH: "TDCU1ZZ",
  // Four digits, without the data's prefix CP: https://www.upu.int, El Salvador
  SV: "\\d{4}",
  // Six digits since 2020; the package lacks them, the source's data of 2024 has them.
  TW: "\\d{6}",
  // A letter may follow: https://www.upu.int, Venezuela
  VE: "\\d{4}[A-Z]",
};

/** Countries where an envelope needs a region. */
const WITH_REGIONS = ["AU", "BR", "CA", "IN", "US"];

/** Regions that the data lacks, or lists by an older code. */
const MORE_REGIONS: Record<string, Record<string, string[]>> = {
  AU: { JBT: ["Jervis Bay Territory"] },
  // ISO 3166-2:IN renamed four states in 2023 and made two territories in 2020.
  IN: {
    CG: ["CT"],
    DH: ["Dadra and Nagar Haveli and Daman and Diu", "DN", "DD"],
    LA: ["Ladakh"],
    OD: ["OR", "Orissa"],
    TS: ["TG"],
    UK: ["UT"],
  },
};

/** Returns the pattern of a postal code without blanks and hyphens. */
const withoutSeparators = (pattern: string) => pattern.replace(/ \?|-\?|\[ \\-\]| |-(?=\\d)/g, "");

const patternOf = (country: string, { zip }: AddressData) => {
  const patterns = [zip && withoutSeparators(zip), ALSO_IN_USE[country]].filter(Boolean);
  return patterns.length > 0 ? patterns.join("|") : undefined;
};

const listed = (text: string | undefined) => text?.split("~") ?? [];

/** Returns the code of every region with its names in the country's languages. */
const regionsOf = (country: string, languages: readonly AddressData[]) => {
  const regions: Record<string, Set<string>> = {};
  const add = (code: string, names: readonly string[]) => {
    regions[code] = new Set([...(regions[code] ?? []), ...names].filter((name) => name !== code));
  };
  for (const { sub_keys, sub_isoids, sub_names } of languages) {
    const [keys, codes, names] = [sub_keys, sub_isoids, sub_names].map(listed);
    for (const [index, key] of (keys ?? []).entries())
      add(codes?.[index] || key, [key, names?.[index] ?? key]);
  }
  for (const [code, names] of Object.entries(MORE_REGIONS[country] ?? {})) {
    add(code, [...names, ...names.flatMap((name) => [...(regions[name] ?? [])])]);
    for (const name of names) delete regions[name];
  }
  return Object.fromEntries(Object.entries(regions).map(([code, names]) => [code, [...names]]));
};

/** Derives the rule of a country from its data, first in its own language, then in others. */
export const postalRuleOf = (
  country: string,
  [data = {}, ...others]: readonly AddressData[],
): PostalRule => {
  const required = data.require ?? REQUIRED_BY_DEFAULT;
  const postalCode = patternOf(country, data);
  const prefix = data.postprefix?.replace(/[\s-]/g, "");
  return {
    required: [
      ...(required.includes("C") ? (["city"] as const) : []),
      ...(required.includes("Z") ? (["postalCode"] as const) : []),
    ],
    ...(postalCode ? { postalCode } : {}),
    ...(prefix && prefix !== country ? { prefix } : {}),
    ...(WITH_REGIONS.includes(country) ? { regions: regionsOf(country, [data, ...others]) } : {}),
  };
};
