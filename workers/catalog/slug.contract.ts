import * as z from "zod";

const SLUG_CHARS_MAX = 255;

/** A slug in the form that `slugOf` makes: words of any script in lower case, joined by hyphens. */
export const Slug = z
  .string()
  .max(SLUG_CHARS_MAX)
  .refine((slug) => /^[\p{L}\p{N}\p{M}]+(-[\p{L}\p{N}\p{M}]+)*$/u.test(slug), {
    error: "must be words of letters and digits, joined by hyphens",
    params: { code: "invalid_slug" },
  })
  .refine((slug) => slug === slug.normalize("NFC").toLowerCase(), {
    error: "must be in lower case",
    params: { code: "invalid_slug" },
  });
