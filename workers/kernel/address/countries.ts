import * as z from "zod";
import codes from "./countries.json";

/** Every country of ISO 3166-1, by its alpha-2 code. dev/postal-rules.ts writes the list, beside the rules of each. */
export const COUNTRIES: readonly string[] = codes;

const KNOWN: ReadonlySet<string> = new Set(codes);

/** A country of ISO 3166-1. */
export const CountryCode = z.string().refine((code) => KNOWN.has(code), {
  error: "must be a country code of ISO 3166-1, such as DE",
  params: { code: "unknown_country" },
});
