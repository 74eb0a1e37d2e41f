import type { TranslatedOption } from "#catalog/translations.contract";
import { fallbacksOf, lookUp } from "#kernel/routes/languages";

/** The texts of an owner in one locale, as the database builds them. */
export interface LocaleText {
  locale: string;
  title: string;
  description: string | null;
  slug: string | null;
}

/** The texts of a product in one locale. */
export interface ProductText extends LocaleText {
  descriptionHtml: string | null;
  options: TranslatedOption[] | null;
  seoTitle: string | null;
  seoDescription: string | null;
}

/** The languages that a request may be answered in. */
export interface Languages {
  /** The shop's own. */
  own: string;
  /** The locales that are asked for, in the order in which they are looked up. */
  asked: readonly string[];
}

/** Asks for the texts of the shop's own language only. */
export const UNTRANSLATED: Languages = { own: "", asked: [] };

/** The language of an answer. */
export interface Spoken {
  locale: string;
  /** All locales of the shop, its own first. */
  locales: readonly string[];
}

/**
 * Returns the locale of an answer: the first asked one that the shop has, else that of the market, else the shop's own.
 * @param locales those with a translation
 */
export const spokenOf = (
  { own, asked }: Languages,
  locales: readonly string[],
  marketLocale: string | null = null,
): Spoken => {
  const all = [own, ...locales.filter((locale) => locale !== own)];
  const ofMarket = marketLocale === null ? [] : fallbacksOf(marketLocale);
  return { locale: lookUp(asked, all) ?? lookUp(ofMarket, all) ?? own, locales: all };
};

/** Returns the locales whose texts are shown, the most specific first. The shop's own texts come after them. */
export const chainOf = ({ locale, locales: [own] }: Spoken): string[] => {
  const chain = fallbacksOf(locale);
  const end = chain.indexOf(own ?? "");
  return end < 0 ? chain : chain.slice(0, end);
};

/** Texts without the members that fall back to the owner. */
export type Given<Text> = { [Member in keyof Text]?: NonNullable<Text[Member]> };

/** Returns the texts that are shown in a locale. A member is missing if no locale of the chain has it. */
export const textIn = <Text extends LocaleText>(
  texts: readonly Text[],
  spoken: Spoken,
): Given<Text> => {
  const found = chainOf(spoken).flatMap((tag) => texts.find(({ locale }) => locale === tag) ?? []);
  const given = found.map((text) =>
    Object.fromEntries(Object.entries(text).filter(([, value]) => value !== null)),
  );
  return Object.assign({}, ...given.toReversed()) as Given<Text>;
};
