import { type Given, type ProductText, type Spoken, textIn } from "#catalog/texts/text.rules";
import type { TranslatedOption } from "#catalog/translations.contract";
import {
  type BundleContent,
  contentOf,
  type Product,
  type SellablePart,
  type Variant,
} from "#contract/catalog";

type Options = Product["options"];

const optionOf = (options: readonly TranslatedOption[], name: string) =>
  options.find((option) => option.of === name);

const valueIn = (option: TranslatedOption | undefined, value: string) =>
  option?.values[option.valuesOf.indexOf(value)] ?? value;

const areDistinct = (texts: readonly string[]) => new Set(texts).size === texts.length;

/**
 * Returns the texts with which shoppers tell options and values apart. A name or value that came later may equal the
 * translation of another one.
 */
const distinctTexts = (options: Options, texts: readonly TranslatedOption[]) => {
  const distinct = texts.filter((text) => {
    const values = options.find(({ name }) => name === text.of)?.values ?? [];
    return areDistinct(values.map((value) => valueIn(text, value)));
  });
  const names = options.map(({ name }) => optionOf(distinct, name)?.name ?? name);
  return areDistinct(names) ? distinct : [];
};

/** Returns options in another language. A name or value without a translation stays as it is. */
const translatedOptions = (options: Options, texts: readonly TranslatedOption[]): Options =>
  options.map(({ name, values }) => {
    const text = optionOf(texts, name);
    return { name: text?.name ?? name, values: values.map((value) => valueIn(text, value)) };
  });

const titleOf = (chosen: Variant["options"]) => Object.values(chosen).join(" / ");

/** Returns a variant with its options in another language, and with a title of their values if it had one. */
const translatedVariant = <V extends Pick<Variant, "title" | "options">>(
  variant: V,
  texts: readonly TranslatedOption[],
): V => {
  const options = Object.fromEntries(
    Object.entries(variant.options).map(([name, value]) => {
      const text = optionOf(texts, name);
      return [text?.name ?? name, valueIn(text, value)];
    }),
  );
  const isNamedByValues = variant.title === titleOf(variant.options);
  return { ...variant, options, title: isNamedByValues ? titleOf(options) : variant.title };
};

/** A part of a bundle with what its title is made of. Without languages it has its title only. */
export type ReadPart = SellablePart & {
  /** The title of its product. */
  owner?: string;
  /** Null for a product without options. */
  variant?: Pick<Variant, "title" | "options"> | null;
  texts?: ProductText[];
};

/** Returns a part as shoppers see it in a language. */
export const shownPart = (
  { owner, variant, texts = [], ...part }: ReadPart,
  spoken: Spoken | null,
): BundleContent => {
  const { title = owner, options = [] } = spoken ? textIn(texts, spoken) : {};
  if (title === undefined) return contentOf(part);
  const named = variant ? `${title} (${translatedVariant(variant, options).title})` : title;
  return contentOf({ ...part, title: named });
};

/** Returns a product with the texts of a locale. */
export const translatedProduct = <P extends Omit<Product, "variants" | "market">>(
  product: P & { variants: Pick<Variant, "title" | "options">[] },
  text: Given<ProductText>,
): P => {
  const options = distinctTexts(product.options, text.options ?? []);
  return {
    ...product,
    slug: text.slug ?? product.slug,
    title: text.title ?? product.title,
    description: text.description ?? product.description,
    descriptionHtml: text.descriptionHtml ?? product.descriptionHtml,
    seo: {
      title: text.seoTitle ?? product.seo.title,
      description: text.seoDescription ?? product.seo.description,
    },
    options: translatedOptions(product.options, options),
    variants: product.variants.map((variant) => translatedVariant(variant, options)),
  };
};
