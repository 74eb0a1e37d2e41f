import * as z from "zod";
import { Slug } from "#catalog/slug.contract";
import { Line, Text } from "#kernel/text";

export const TRANSLATED_KINDS = ["product", "category", "collection"] as const;
export type TranslatedKind = (typeof TRANSLATED_KINDS)[number];

/** Locales of the shop, besides its own. Each request looks through them. */
export const LOCALES_MAX = 50;
const LINE_CHARS_MAX = 255;
const SEO_CHARS_MAX = 1024;
const HTML_CHARS_MAX = 512 * 1024;
/** Characters of HTML of one product in all locales. Each read and change by staff carries them. */
export const HTML_CHARS_OF_PRODUCT_MAX = 2 * HTML_CHARS_MAX;
const DESCRIPTION_CHARS_MAX = 5000;

/** An option of a product in another language, with what it translates. */
export interface TranslatedOption {
  of: string;
  name: string;
  valuesOf: string[];
  values: string[];
}

const SlugOrNull = Slug.nullable();
const Seo = z.strictObject({
  title: Line(SEO_CHARS_MAX).nullable().default(null),
  description: Line(SEO_CHARS_MAX).nullable().default(null),
});
const Option = z.strictObject({
  name: Line(LINE_CHARS_MAX),
  values: z.array(Line(LINE_CHARS_MAX)),
});

/** The texts of a product in another language. What is null falls back. */
export const ProductTranslation = z
  .strictObject({
    title: z.string(),
    description: z.string().nullable(),
    descriptionHtml: z.string().nullable(),
    slug: z.string().nullable(),
    options: z.array(z.strictObject({ name: z.string(), values: z.array(z.string()) })).nullable(),
    seo: z.strictObject({ title: z.string().nullable(), description: z.string().nullable() }),
  })
  .meta({ id: "ProductTranslation" });
export type ProductTranslation = z.infer<typeof ProductTranslation>;

export const ProductTranslationInput = z
  .strictObject({
    title: Line(LINE_CHARS_MAX),
    descriptionHtml: Text(HTML_CHARS_MAX)
      .nullable()
      .default(null)
      .describe(
        `Elements and attributes that could do harm are removed. All locales of a product have at most ${HTML_CHARS_OF_PRODUCT_MAX} characters.`,
      ),
    slug: SlugOrNull.default(null).describe("Finds the product in any locale."),
    options: z
      .array(Option)
      .nullable()
      .default(null)
      .describe("All options of the product with all their values, in their order."),
    seo: Seo.default({ title: null, description: null }),
  })
  .meta({ id: "ProductTranslationInput" });
export type ProductTranslationInput = z.infer<typeof ProductTranslationInput>;

/** The texts of a category in another language. What is null falls back. */
export const CategoryTranslation = z
  .strictObject({
    name: z.string(),
    description: z.string().nullable(),
    slug: z.string().nullable(),
  })
  .meta({ id: "CategoryTranslation" });
export type CategoryTranslation = z.infer<typeof CategoryTranslation>;

const NAMED = {
  description: Text(DESCRIPTION_CHARS_MAX).nullable().default(null),
  slug: SlugOrNull.default(null),
};

export const CategoryTranslationInput = z
  .strictObject({ name: Line(LINE_CHARS_MAX), ...NAMED })
  .meta({ id: "CategoryTranslationInput" });

/** The texts of a collection in another language. What is null falls back. */
export const CollectionTranslation = z
  .strictObject({
    title: z.string(),
    description: z.string().nullable(),
    slug: z.string().nullable(),
  })
  .meta({ id: "CollectionTranslation" });
export type CollectionTranslation = z.infer<typeof CollectionTranslation>;

export const CollectionTranslationInput = z
  .strictObject({ title: Line(LINE_CHARS_MAX), ...NAMED })
  .meta({ id: "CollectionTranslationInput" });
