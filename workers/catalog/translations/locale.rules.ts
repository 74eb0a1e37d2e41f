import { LOCALES_MAX } from "#catalog/translations.contract";
import { AppError } from "#kernel/errors";
import { canonicalTag } from "#kernel/routes/languages";

const refused = (code: string, message: string) =>
  new AppError("validation_failed", undefined, {
    errors: [{ pointer: "/locale", code, message }],
  });

/**
 * Returns the canonical form of the locale in a path.
 * @param own the shop's own language, whose texts are those of the owner
 * @throws 400 `validation_failed`
 */
export const requireLocale = (tag: string, own: string): string => {
  const locale = canonicalTag(tag);
  if (locale === undefined)
    throw refused("unknown_locale", "Must be a language tag such as de-AT.");
  if (locale === own)
    throw refused("own_locale", "Texts in the shop's own language are changed by PATCH.");
  return locale;
};

/** @throws 404 `not_found` if there is no translation to delete */
export const requireTranslation = (existing: object, locale: string) => {
  if (!Object.hasOwn(existing, locale))
    throw new AppError("not_found", "There is no translation in this locale.");
};

export const tooManyLocales = () =>
  refused("too_many", `A shop has at most ${LOCALES_MAX} locales besides its own.`);
