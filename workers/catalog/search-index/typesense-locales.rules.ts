import type { SearchLanguage } from "#catalog/search-index/search-index.port";
import { LOCALIZED, localizedField } from "#catalog/search-index/searched-fields.rules";
import { localesOf } from "#catalog/search-index/typesense.dialect.rules";
import { DependencyError } from "#kernel/errors";

/** A search in a locale in which no document has texts yet. The message names a field of the locale. */
export class MissingField extends Error {}

const missingFieldIn = (err: unknown) =>
  err instanceof DependencyError && err.cause instanceof MissingField
    ? err.cause.message
    : undefined;

/** Returns the locales without the one whose field an error names. */
const withoutLocale = (locales: readonly string[], error: string): string[] =>
  locales.filter(
    (locale) => !LOCALIZED.some((field) => error.includes(`\`${localizedField(field, locale)}\``)),
  );

/** Searches in the locales of a language, without those in which no document has texts yet. */
export const inLanguage = async <Found>(
  language: SearchLanguage | undefined,
  ask: (locales: readonly string[]) => Promise<Found>,
): Promise<Found> => {
  let locales = localesOf(language);
  for (;;) {
    try {
      return await ask(locales);
    } catch (err) {
      const without = withoutLocale(locales, missingFieldIn(err) ?? "");
      if (without.length === locales.length) throw err;
      locales = without;
    }
  }
};
