import { parseAccept } from "hono/utils/accept";
import * as z from "zod";

/** https://www.rfc-editor.org/rfc/rfc5646#section-4.4.1 */
const TAG_CHARS_MAX = 35;
/** Ranges of one request that are looked up, and the characters that are read for them. Browsers send fewer. */
const RANGES_MAX = 10;
const HEADER_CHARS_MAX = 256;
/** Headers whose ranges an isolate remembers, because most shoppers of a shop send one of a few. */
const REMEMBERED_MAX = 200;

/**
 * Returns the language, script and region of a tag of BCP 47 in their canonical form, such as de-AT; undefined for
 * another text.
 */
export const canonicalTag = (tag: string): string | undefined => {
  if (tag.length > TAG_CHARS_MAX) return undefined;
  try {
    const { baseName, language } = new Intl.Locale(tag);
    return language === "und" ? undefined : baseName;
  } catch {
    return undefined;
  }
};

const INVALID = {
  error: "must be a language tag such as de-AT",
  params: { code: "unknown_locale" },
};

/** A language tag in its canonical form. */
export const Locale = z.string().refine((tag) => canonicalTag(tag) === tag, INVALID);

/** A language tag in any form. */
export const LocaleParameter = z
  .string()
  .refine((tag) => canonicalTag(tag) !== undefined, INVALID)
  .transform((tag) => canonicalTag(tag) ?? tag);

/** Returns a tag and the less specific ones that it falls back to: de-AT, de. */
export const fallbacksOf = (tag: string): string[] => {
  const parts = tag.split("-");
  return parts.map((_, at) => parts.slice(0, parts.length - at).join("-"));
};

const parsed = (header: string): readonly string[] => {
  const ranges = parseAccept(header)
    .filter(({ q }) => q > 0)
    .slice(0, RANGES_MAX);
  const asked = ranges.flatMap(({ type }) => {
    const tag = canonicalTag(type);
    return tag === undefined ? [] : fallbacksOf(tag);
  });
  return [...new Set(asked)];
};

const remembered = new Map<string, readonly string[]>();

/** Returns what an Accept-Language header asks for, in the order in which RFC 4647 looks it up. */
export const askedIn = (acceptLanguage: string | null | undefined): readonly string[] => {
  if (!acceptLanguage) return [];
  const header = acceptLanguage.slice(0, HEADER_CHARS_MAX);
  const known = remembered.get(header);
  if (known) return known;
  const asked = parsed(header);
  if (remembered.size >= REMEMBERED_MAX) remembered.clear();
  remembered.set(header, asked);
  return asked;
};

/** Returns the first asked locale that exists. https://www.rfc-editor.org/rfc/rfc4647#section-3.4 */
export const lookUp = (asked: readonly string[], existing: readonly string[]) =>
  asked.find((tag) => existing.includes(tag));
