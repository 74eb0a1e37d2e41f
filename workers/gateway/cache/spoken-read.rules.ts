import { askedIn, canonicalTag, fallbacksOf, lookUp } from "#kernel/routes/languages";

/** A read that the cache may answer, in the language in which it is asked. */
export interface SpokenRead {
  /** The path with its parameters in the order of the cache. */
  cacheKey: string;
  /** The locale of the shop that Accept-Language asks for; empty for none, null while the shop's locales are unknown. */
  language: string | null;
}

const LOCALE = /[?&]locale=([^&]*)/;

/** Returns the value of a parameter; empty for one that is no UTF-8, which the Worker refuses. */
const decoded = (value: string) => {
  try {
    return decodeURIComponent(value.replaceAll("+", " "));
  } catch {
    return "";
  }
};

/** `locale` goes before Accept-Language. What the shop does not have means its own language. */
const byParameter = (cacheKey: string, value: string, locales: readonly string[] | undefined) => {
  const tag = canonicalTag(decoded(value));
  if (tag === undefined) return { cacheKey, language: "" };
  if (locales === undefined) return { cacheKey, language: null };
  const locale = lookUp(fallbacksOf(tag), locales) ?? locales[0] ?? tag;
  const spoken = cacheKey.replace(LOCALE, (found) => `${found.slice(0, 1)}locale=${locale}`);
  return { cacheKey: spoken, language: "" };
};

/**
 * Returns a read in a locale that the shop has, so that strange languages neither make entries of the cache nor mix
 * them up.
 * @param locales those of the shop, its own first; undefined while they are unknown
 */
export const spokenRead = (
  cacheKey: string,
  acceptLanguage: string | null,
  locales: readonly string[] | undefined,
): SpokenRead => {
  const [, parameter] = LOCALE.exec(cacheKey) ?? [];
  if (parameter !== undefined) return byParameter(cacheKey, parameter, locales);
  const asked = askedIn(acceptLanguage);
  if (asked.length === 0) return { cacheKey, language: "" };
  return { cacheKey, language: locales ? (lookUp(asked, locales) ?? "") : null };
};

/** Returns the name of an entry of the cache; undefined while the shop's locales are unknown. */
export const entryOf = ({ cacheKey, language }: SpokenRead) => {
  if (language === null) return undefined;
  return language === "" ? cacheKey : `${cacheKey} ${language}`;
};
