import * as z from "zod";
import { LocaleParameter } from "#kernel/routes/languages";

/** Text of a parameter: trimmed, and not empty. */
export const Text = (max: number) =>
  z
    .string()
    .trim()
    .min(1)
    .max(max)
    .refine((text) => text.isWellFormed() && !text.includes("\u0000"), {
      error: "must be well-formed text",
      params: { code: "malformed_text" },
    });
export const MinorUnits = z
  .string()
  .regex(/^\d{1,12}$/, "must be whole minor units")
  .transform(Number);
/** Excludes products with a lower average, and those without a review. */
export const RatingMin = z
  .string()
  .regex(/^[1-5]$/, "must be 1 to 5 stars")
  .transform(Number)
  .optional();
/** True excludes products that cannot be bought. False filters nothing, like an unticked checkbox. */
export const OnlyInStock = z
  .enum(["true", "false"])
  .transform((text) => (text === "true" ? true : undefined))
  .optional();
/** The language of texts. */
export const InLocale = LocaleParameter.optional().describe(
  "The language of texts, by default the one of `Accept-Language`, else of the market, else the shop's own.",
);
