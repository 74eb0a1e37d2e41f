import { attributeTexts } from "#catalog/search-index/attribute-values.rules";
import { localizedTexts } from "#catalog/search-index/localized-texts.rules";
import { RATING_FACET, starsOf } from "#catalog/search-index/rating-facet.rules";
import type { IndexedProduct } from "#catalog/search-index/search-index.port";
import { indexedWords, withoutSigns } from "#catalog/search-index/search-text.rules";
import { foldCase } from "#kernel/fold";

/** Returns words as the full-text table splits them: without signs within, like the search engine. */
export const plainWords = (words: string): string[] =>
  words
    .split(" ")
    .map((word) => withoutSigns(word).replace(/[^\p{L}\p{N}\p{M}\p{S}\p{Co}]+/gu, ""))
    .filter((word) => word !== "");

const wordsOf = (texts: readonly string[]) =>
  texts.flatMap((text) => plainWords(indexedWords(text))).join(" ");

/** A value that facets count and filters compare. */
interface DocumentValue {
  field: string;
  key: string;
  label: string;
}

/** The words of a product in one locale. */
export interface TranslatedWords {
  locale: string;
  title: string;
  categories: string;
  options: string;
  description: string;
}

/** The words and values of a product for the database. */
export interface FallbackDocument {
  productId: string;
  version: number;
  title: string;
  codes: string;
  brand: string;
  categories: string;
  tags: string;
  options: string;
  attributes: string;
  description: string;
  /** Its words in other languages. */
  translated: TranslatedWords[];
  /** The words that typing errors are looked for in. */
  named: string;
  values: DocumentValue[];
}

const valuesOf = (product: IndexedProduct): DocumentValue[] => {
  const brand = product.brand?.trim() ?? "";
  const all = [
    ...(brand === "" ? [] : [{ field: "brand", key: foldCase(brand), label: brand }]),
    ...product.categories.map(({ slug, name }) => ({ field: "category", key: slug, label: name })),
    ...starsOf(product.rating).map((stars) => ({
      field: RATING_FACET.field,
      key: stars,
      label: stars,
    })),
    ...product.options.flatMap(({ name, values }) =>
      values.map((value) => ({
        field: `option.${foldCase(name)}`,
        key: foldCase(value),
        label: value,
      })),
    ),
    ...Object.entries(product.attributes).flatMap(([name, value]) =>
      attributeTexts(value).map((text) => ({
        field: `attribute.${name}`,
        key: foldCase(text),
        label: text,
      })),
    ),
  ];
  return [...new Map(all.map((value) => [`${value.field}\n${value.key}`, value])).values()];
};

/** Returns a locale as a word of the full-text table. */
export const localeWord = (locale: string) => locale.toLowerCase().replaceAll("-", "");

const translatedWords = (product: IndexedProduct): TranslatedWords[] =>
  localizedTexts(product).map(({ locale, text, categoryNames }) => {
    const options = (text?.options ?? []).flatMap(({ name, values }) => [name, ...values]);
    return {
      locale: localeWord(locale),
      title: wordsOf([text?.title ?? ""]),
      categories: wordsOf(categoryNames),
      options: wordsOf(options),
      description: wordsOf([text?.description ?? ""]),
    };
  });

export const fallbackDocument = (product: IndexedProduct): FallbackDocument => {
  const categoryNames = product.categories.map(({ name }) => name);
  const translated = translatedWords(product);
  const otherNames = translated.flatMap(({ title, categories }) => [title, categories]);
  return {
    productId: product.id,
    version: product.version,
    title: wordsOf([product.title]),
    codes: wordsOf(product.codes),
    brand: wordsOf([product.brand ?? ""]),
    categories: wordsOf(categoryNames),
    tags: wordsOf(product.tags),
    options: wordsOf(product.options.flatMap(({ name, values }) => [name, ...values])),
    attributes: wordsOf(Object.values(product.attributes).flatMap(attributeTexts)),
    description: wordsOf([product.description]),
    translated,
    named: wordsOf([product.title, product.brand ?? "", ...categoryNames, ...otherNames]),
    values: valuesOf(product),
  };
};
