import type { IndexedProduct, IndexedText } from "#catalog/search-index/search-index.port";

/** What is searched of a product in one locale. */
export interface LocalizedTexts {
  locale: string;
  /** Undefined if only categories have texts in the locale. */
  text: IndexedText | undefined;
  categoryNames: string[];
}

/** Returns the texts in each locale in which a product, or one of its categories, has some. */
export const localizedTexts = ({ texts, categories }: IndexedProduct): LocalizedTexts[] => {
  const ofCategories = categories.flatMap((category) => category.texts);
  const locales = [...new Set([...texts, ...ofCategories].map(({ locale }) => locale))];
  return locales.map((locale) => ({
    locale,
    text: texts.find((one) => one.locale === locale),
    categoryNames: ofCategories.filter((one) => one.locale === locale).map(({ title }) => title),
  }));
};
