import * as z from "zod";
import {
  AdminVariant,
  OptionText,
  PictureAddress,
  VariantCreation,
} from "#catalog/admin-variants.contract";
import { AttributeKey, AttributeValue } from "#catalog/attributes.contract";
import { Slug } from "#catalog/slug.contract";
import { ProductTranslation } from "#catalog/translations.contract";
import {
  CategoryRef,
  FocalPoint,
  Media,
  PRODUCT_STATUSES,
  PRODUCT_TYPES,
  Product,
  ReturnPolicy,
} from "#contract/catalog";
import { Id } from "#kernel/ids";
import { PageQuery } from "#kernel/routes/page";
import { Line, Text } from "#kernel/text";

export const VARIANTS_MAX = 2000;
/** As many as a product file has columns for. */
const OPTIONS_MAX = 3;
const MEDIA_MAX = 250;
const TAGS_MAX = 250;
const CATEGORIES_MAX = 50;
const ATTRIBUTES_MAX = 100;
const LINE_CHARS_MAX = 255;
const ALT_CHARS_MAX = 1024;
const PIXELS_MAX = 100_000;
const SEO_CHARS_MAX = 1024;
const HTML_CHARS_MAX = 512 * 1024;

/** A product as staff see it, in any status. */
export const AdminProduct = z
  .strictObject({
    id: Id("product"),
    version: z.int().describe("Grows with each change; the `ETag` begins with it."),
    slug: z.string(),
    formerSlugs: z.array(z.string()).describe("Redirect to `slug`."),
    title: z.string(),
    description: z.string(),
    descriptionHtml: z.string(),
    brand: z.string().nullable(),
    status: z.enum(PRODUCT_STATUSES),
    type: z.enum(PRODUCT_TYPES),
    media: z.array(Media),
    options: Product.shape.options,
    variants: z.array(AdminVariant.omit({ productId: true, productVersion: true })),
    categories: z.array(CategoryRef),
    tags: z.array(z.string()),
    attributes: Product.shape.attributes,
    taxClass: z.string().nullable(),
    returnPolicy: ReturnPolicy,
    seo: Product.shape.seo,
    translations: z.record(z.string(), ProductTranslation).describe("By locale."),
    publishAt: z.iso.datetime().nullable(),
    unpublishAt: z.iso.datetime().nullable(),
    publishedAt: z.iso.datetime().nullable().describe("When it was first published."),
    createdAt: z.iso.datetime(),
    updatedAt: z.iso.datetime(),
  })
  .meta({ id: "AdminProduct" });
export type AdminProduct = z.infer<typeof AdminProduct>;

/** A product in the list of staff. */
export const ListedAdminProduct = z
  .strictObject({
    id: Id("product"),
    version: z.int(),
    slug: z.string(),
    title: z.string(),
    brand: z.string().nullable(),
    status: z.enum(PRODUCT_STATUSES),
    type: z.enum(PRODUCT_TYPES),
    image: Media.nullable(),
    variantCount: z.int(),
    publishAt: z.iso.datetime().nullable(),
    unpublishAt: z.iso.datetime().nullable(),
    createdAt: z.iso.datetime(),
    updatedAt: z.iso.datetime(),
  })
  .meta({ id: "ListedAdminProduct" });
export type ListedAdminProduct = z.infer<typeof ListedAdminProduct>;

const FILTER = {
  status: z.enum(PRODUCT_STATUSES).optional(),
  collection: Line(LINE_CHARS_MAX).optional().describe("The id or slug of a collection."),
  q: Line(LINE_CHARS_MAX)
    .optional()
    .describe("A whole SKU or barcode, or the beginning of a title."),
};

/** Which products staff mean. Without a member all. */
export const ProductFilter = z.strictObject(FILTER).meta({ id: "ProductFilter" });
export type ProductFilter = z.infer<typeof ProductFilter>;

export const AdminProductQuery = z.strictObject({ ...FILTER, ...PageQuery });
export type AdminProductQuery = z.infer<typeof AdminProductQuery>;

const Pixels = z.int().min(1).max(PIXELS_MAX).nullable();
const MediaInput = z
  .strictObject({
    id: Id("media")
      .optional()
      .describe("Of an uploaded picture. Its address and size are those of the upload."),
    url: PictureAddress.optional(),
    alt: z
      .string()
      .trim()
      .max(ALT_CHARS_MAX)
      .optional()
      .describe("By default that of the upload, or empty."),
    width: Pixels.default(null),
    height: Pixels.default(null),
    focalPoint: FocalPoint.optional(),
  })
  .refine(({ id, url }) => id !== undefined || url !== undefined, {
    error: "must have an id or a url",
    params: { code: "id_or_url" },
  });
export type MediaInput = z.infer<typeof MediaInput>;

const Time = z.iso.datetime({ offset: true });
const Seo = z.strictObject({
  title: Line(SEO_CHARS_MAX).nullable().optional(),
  description: Line(SEO_CHARS_MAX).nullable().optional(),
});

/** The fields that a product gets at its creation and that a patch may change. */
const FIELDS = {
  title: Line(LINE_CHARS_MAX),
  slug: Slug,
  descriptionHtml: Text(HTML_CHARS_MAX).describe(
    "Elements and attributes that could do harm are removed.",
  ),
  brand: Line(LINE_CHARS_MAX).nullable(),
  status: z.enum(PRODUCT_STATUSES),
  media: z.array(MediaInput).max(MEDIA_MAX),
  categories: z.array(Id("category")).max(CATEGORIES_MAX),
  tags: z.array(Line(LINE_CHARS_MAX)).max(TAGS_MAX),
  taxClass: Line(64).nullable(),
  returnPolicy: ReturnPolicy,
  publishAt: Time.nullable(),
  unpublishAt: Time.nullable(),
};

const OptionValues = z.array(OptionText).optional().describe("The order of its values.");

export const ProductCreation = z.strictObject({
  title: FIELDS.title,
  slug: FIELDS.slug.optional().describe("By default made from the title."),
  descriptionHtml: FIELDS.descriptionHtml.default(""),
  brand: FIELDS.brand.default(null),
  status: FIELDS.status.default("draft"),
  type: z.enum(PRODUCT_TYPES).default("physical"),
  media: FIELDS.media.default([]),
  options: z
    .array(z.strictObject({ name: OptionText, values: OptionValues }))
    .max(OPTIONS_MAX)
    .default([]),
  variants: z.array(VariantCreation).max(VARIANTS_MAX).default([]),
  categories: FIELDS.categories.default([]).describe("The main category first."),
  tags: FIELDS.tags.default([]),
  attributes: z
    .record(AttributeKey, AttributeValue)
    .refine((attributes) => Object.keys(attributes).length <= ATTRIBUTES_MAX, {
      error: `must have at most ${ATTRIBUTES_MAX} members`,
      params: { code: "too_many", max: ATTRIBUTES_MAX },
    })
    .default({}),
  taxClass: FIELDS.taxClass.default(null),
  returnPolicy: FIELDS.returnPolicy
    .optional()
    .describe("By default, units can be returned, except those of digital products."),
  seo: Seo.default({}),
  publishAt: FIELDS.publishAt.default(null),
  unpublishAt: FIELDS.unpublishAt.default(null),
});
export type ProductCreation = z.infer<typeof ProductCreation>;

/** An option as a patch wants it. A patch names all options that the product keeps. */
const OptionPatch = z.strictObject({
  name: OptionText,
  formerName: OptionText.optional().describe("The name of the option that is renamed."),
  values: OptionValues,
  initialValue: OptionText.optional().describe("The value of existing variants, for a new option."),
});

/** A JSON merge patch of a product. Variants have requests of their own. */
export const ProductPatch = z.strictObject({
  title: FIELDS.title.optional(),
  slug: FIELDS.slug.optional().describe("The former slug redirects to it."),
  descriptionHtml: FIELDS.descriptionHtml.optional(),
  brand: FIELDS.brand.optional(),
  status: FIELDS.status.optional(),
  media: FIELDS.media.optional(),
  options: z.array(OptionPatch).max(OPTIONS_MAX).optional(),
  categories: FIELDS.categories.optional(),
  tags: FIELDS.tags.optional(),
  attributes: z.record(AttributeKey, AttributeValue.nullable()).optional(),
  taxClass: FIELDS.taxClass.optional(),
  returnPolicy: FIELDS.returnPolicy.optional(),
  seo: Seo.optional(),
  publishAt: FIELDS.publishAt.optional(),
  unpublishAt: FIELDS.unpublishAt.optional(),
});
export type ProductPatch = z.infer<typeof ProductPatch>;
