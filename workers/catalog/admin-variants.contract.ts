import * as z from "zod";
import { VariantPrice, VariantPrices } from "#catalog/prices.contract";
import { UnitPriceMeasure } from "#catalog/unit-price.contract";
import { Id } from "#kernel/ids";
import { Line } from "#kernel/text";
import { StockLevel } from "#orders/stock.contract";

export const INVENTORY_POLICIES = ["deny", "continue"] as const;

/** The largest number of parts of a bundle. */
export const PARTS_MAX = 30;
const SKU_CHARS_MAX = 255;
const BARCODE_CHARS_MAX = 64;
const NAME_CHARS_MAX = 255;
const ADDRESS_CHARS_MAX = 2048;
/** Shopify's bound of units. */
const UNITS_MAX = 1_000_000_000;
/** A hundred tonnes, and a hundred metres. */
const GRAMS_MAX = 100_000_000;
const MM_MAX = 100_000;

/** The name or the value of an option. */
export const OptionText = Line(NAME_CHARS_MAX);

/** A web address of a picture. The server never reads it. */
export const PictureAddress = z
  .string()
  .max(ADDRESS_CHARS_MAX)
  .refine(
    (text) => {
      const url = URL.parse(text);
      return url !== null && /^https?:$/.test(url.protocol) && url.username === "";
    },
    { error: "must be an address that begins with https://", params: { code: "invalid_address" } },
  );

const Millimetres = z.int().min(0).max(MM_MAX);
export const Dimensions = z
  .strictObject({ lengthMm: Millimetres, widthMm: Millimetres, heightMm: Millimetres })
  .meta({ id: "Dimensions" });
export type Dimensions = z.infer<typeof Dimensions>;

/** A variant of which a bundle is made. It belongs to a physical product. */
export const BundlePart = z
  .strictObject({
    variantId: Id("variant"),
    quantity: z.int().min(1).max(999).describe("Units in one unit of the bundle."),
  })
  .meta({ id: "BundlePart" });
export type BundlePart = z.infer<typeof BundlePart>;

/** A variant as staff see it. */
export const AdminVariant = z
  .strictObject({
    id: Id("variant"),
    productId: Id("product"),
    productVersion: z.int().describe("The version of the product, as in the `ETag`."),
    sku: z.string().nullable(),
    barcode: z.string().nullable(),
    title: z.string(),
    options: z.record(z.string(), z.string()),
    prices: z.array(VariantPrice),
    image: z.string().nullable(),
    inventoryPolicy: z.enum(INVENTORY_POLICIES),
    tracked: z.boolean(),
    available: z.boolean().describe("As of the last stock event."),
    weightGrams: z.int().nullable(),
    dimensions: Dimensions.nullable(),
    unitPriceMeasure: UnitPriceMeasure.nullable(),
    stock: StockLevel.omit({ variantId: true })
      .exactOptional()
      .describe(
        "When a product is read: its units, also by location. Missing without a stock record, and while the stock cannot be read.",
      ),
    parts: z.array(BundlePart).describe("Of a bundle; empty for other variants."),
  })
  .meta({ id: "AdminVariant" });
export type AdminVariant = z.infer<typeof AdminVariant>;

/** The fields that a variant gets at its creation and that a patch may change. */
const FIELDS = {
  sku: Line(SKU_CHARS_MAX).nullable(),
  barcode: Line(BARCODE_CHARS_MAX).nullable(),
  image: PictureAddress.nullable(),
  inventoryPolicy: z.enum(INVENTORY_POLICIES),
  tracked: z.boolean(),
  weightGrams: z.int().min(0).max(GRAMS_MAX).nullable(),
  dimensions: Dimensions.nullable(),
  unitPriceMeasure: UnitPriceMeasure.nullable(),
};
const OptionValues = z.record(OptionText, OptionText);
const Parts = z.array(BundlePart).max(PARTS_MAX);

export const VariantCreation = z.strictObject({
  sku: FIELDS.sku.default(null),
  barcode: FIELDS.barcode.default(null),
  options: OptionValues.default({}).describe("One value for each option of the product."),
  prices: VariantPrices.default([]),
  image: FIELDS.image.default(null),
  inventoryPolicy: FIELDS.inventoryPolicy.default("deny"),
  tracked: FIELDS.tracked
    .default(true)
    .describe("Whether the stock is counted. That of a bundle is the stock of its parts."),
  quantity: z
    .int()
    .min(0)
    .max(UNITS_MAX)
    .default(0)
    .describe("The first units in stock. Later changes are adjustments of the inventory."),
  weightGrams: FIELDS.weightGrams.default(null),
  dimensions: FIELDS.dimensions.default(null),
  unitPriceMeasure: FIELDS.unitPriceMeasure
    .default(null)
    .describe("What it contains, from which `unitPrice` is computed."),
  parts: Parts.default([]).describe("Of a bundle; empty for other variants."),
});
export type VariantCreation = z.infer<typeof VariantCreation>;

/** A JSON merge patch of a variant. Prices have a request of their own. */
export const VariantPatch = z.strictObject({
  sku: FIELDS.sku.optional(),
  barcode: FIELDS.barcode.optional(),
  options: OptionValues.optional().describe("The values to change, by the name of their option."),
  image: FIELDS.image.optional(),
  inventoryPolicy: FIELDS.inventoryPolicy.optional(),
  tracked: FIELDS.tracked.optional(),
  weightGrams: FIELDS.weightGrams.optional(),
  dimensions: FIELDS.dimensions.optional(),
  unitPriceMeasure: FIELDS.unitPriceMeasure.optional(),
  parts: Parts.optional(),
});
export type VariantPatch = z.infer<typeof VariantPatch>;
