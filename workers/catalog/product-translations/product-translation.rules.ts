import type { AdminProduct } from "#catalog/admin-products.contract";
import { duplicateNames, duplicateValues } from "#catalog/changes/options.rules";
import { descriptionContent } from "#catalog/changes/product-creation.rules";
import type { TranslationContent } from "#catalog/translations/translation.statements";
import {
  HTML_CHARS_OF_PRODUCT_MAX,
  type ProductTranslationInput,
  type TranslatedOption,
} from "#catalog/translations.contract";
import type { FieldError } from "#kernel/errors";

type Options = AdminProduct["options"];
type OptionInputs = NonNullable<ProductTranslationInput["options"]>;

const countError = (pointer: string, count: number): FieldError => ({
  pointer,
  code: "other_count",
  message: `Must have ${count} entries, as many as the product.`,
});

/**
 * Returns an error for options or values that are not as many as those of the product, or that shoppers could not tell
 * apart.
 */
export const translatedOptionErrors = (
  options: ProductTranslationInput["options"],
  stored: Options,
): FieldError[] => {
  if (options === null) return [];
  if (options.length !== stored.length) return [countError("/options", stored.length)];
  const miscounted = stored.flatMap(({ values }, at) =>
    options[at]?.values.length === values.length
      ? []
      : [countError(`/options/${at}/values`, values.length)],
  );
  return [...miscounted, ...duplicateNames(options), ...duplicateValues(options)];
};

/** Returns an error for HTML that is too long together with that of the other locales. */
export const translatedHtmlErrors = (
  { descriptionHtml }: Pick<ProductTranslationInput, "descriptionHtml">,
  locale: string,
  stored: AdminProduct["translations"],
): FieldError[] => {
  const others = Object.entries(stored).filter(([other]) => other !== locale);
  const html = [descriptionHtml, ...others.map(([, text]) => text.descriptionHtml)];
  const chars = html.reduce((sum, text) => sum + (text?.length ?? 0), 0);
  if (descriptionHtml === null || chars <= HTML_CHARS_OF_PRODUCT_MAX) return [];
  const max = HTML_CHARS_OF_PRODUCT_MAX - (chars - descriptionHtml.length);
  const message = `Must be at most ${Math.max(0, max)} characters beside the other locales.`;
  return [{ pointer: "/descriptionHtml", code: "too_long", message, max: Math.max(0, max) }];
};

const optionTexts = (options: OptionInputs, stored: Options): TranslatedOption[] =>
  options.map(({ name, values }, at) => ({
    ...{ of: stored[at]?.name ?? "", name },
    ...{ valuesOf: stored[at]?.values ?? [], values },
  }));

/** Returns the columns of a translation. */
export const productTranslationContent = (
  { title, descriptionHtml, slug, options, seo }: ProductTranslationInput,
  stored: Options,
): TranslationContent => ({
  ...{ title, slug, seoTitle: seo.title, seoDescription: seo.description },
  options: options && optionTexts(options, stored),
  ...(descriptionHtml === null
    ? { description: null, descriptionHtml: null }
    : descriptionContent(descriptionHtml)),
});
