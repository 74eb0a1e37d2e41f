import type { AdminProduct } from "#catalog/admin-products.contract";
import { duplicateNames, duplicateValues } from "#catalog/changes/options.rules";
import { descriptionContent } from "#catalog/changes/product-creation.rules";
import type { TranslationContent } from "#catalog/translations/translation.statements";
import type { ProductTranslationInput, TranslatedOption } from "#catalog/translations.contract";
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
