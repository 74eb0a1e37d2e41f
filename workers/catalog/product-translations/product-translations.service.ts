import { eventAfter } from "#catalog/changes/product-patch.rules";
import {
  type Found,
  NO_REFERENCES,
  type Request,
  refuseErrors,
  type WritingService,
} from "#catalog/changes/writing.service";
import {
  productTranslationContent,
  translatedHtmlErrors,
  translatedOptionErrors,
} from "#catalog/product-translations/product-translation.rules";
import { requireLocale, requireTranslation } from "#catalog/translations/locale.rules";
import type { TranslationChange } from "#catalog/translations/translation.statements";
import type { ProductTranslationInput } from "#catalog/translations.contract";

interface Dependencies {
  writing: WritingService;
  /** The shop's own language. */
  locale: string;
}

/** Writes texts of products in other languages than the shop's own. */
export const productTranslationsService = ({ writing, locale: own }: Dependencies) => {
  const write = ({ product }: Found, translation: TranslationChange, request: Request) =>
    writing.write(
      {
        id: product.id,
        fromVersion: product.version,
        content: { slug: product.slug },
        attributes: {},
        variants: [],
        removedIds: [],
        translation,
        event: eventAfter(product),
      },
      { ...request, status: 200, view: { productId: product.id } },
    );

  return {
    /** Replaces the texts of a product in a locale. @throws 400, 404, 409 `slug_taken`, 412, 422 `product_invalid` */
    put: (productId: string, tag: string, input: ProductTranslationInput, request: Request) =>
      writing.answerOnce(request, async () => {
        const locale = requireLocale(tag, own);
        const found = await writing.find({ productId }, NO_REFERENCES, request.ifMatch);
        const { options, translations } = found.product;
        refuseErrors([
          ...translatedOptionErrors(input.options, options),
          ...translatedHtmlErrors(input, locale, translations),
        ]);
        const content = productTranslationContent(input, options);
        return write(found, { locale, content }, request);
      }),

    /** @throws 400, 404 `not_found`, 412 `precondition_failed` */
    remove: (productId: string, tag: string, request: Request) =>
      writing.answerOnce(request, async () => {
        const locale = requireLocale(tag, own);
        const found = await writing.find({ productId }, NO_REFERENCES, request.ifMatch);
        requireTranslation(found.product.translations, locale);
        return write(found, { locale, content: null }, request);
      }),
  };
};
export type ProductTranslationsService = ReturnType<typeof productTranslationsService>;
