import type { BundlePart } from "#catalog/admin-variants.contract";
import type { AttributeValue } from "#catalog/attributes.contract";
import type { TranslationChange } from "#catalog/translations/translation.statements";
import type { products, variants } from "#db/catalog/product.schema";

type ProductRow = typeof products.$inferInsert;
type VariantRow = typeof variants.$inferInsert;

/** The columns of a product that a change may write. A column that is missing stays as it is. */
export type ProductContent = Partial<
  Pick<
    ProductRow,
    | ("slug" | "title" | "description" | "descriptionHtml" | "brand" | "status" | "type" | "media")
    | ("options" | "tags" | "seoTitle" | "seoDescription" | "taxClass" | "returnable")
    | ("returnWindowDays" | "publishAt" | "unpublishAt")
  >
>;

/** The columns of a variant that a change may write. A new variant gets the defaults of the others. */
export type VariantContent = Pick<
  VariantRow,
  "position" | "sku" | "title" | "options" | "image" | "inventoryPolicy" | "tracked"
> &
  Partial<
    Pick<
      VariantRow,
      | ("barcode" | "weightGrams" | "lengthMm" | "widthMm" | "heightMm" | "unitMeasure")
      | "keptCells"
    >
  >;

/** A price in one currency, in minor units. */
export interface PriceContent {
  currency: string;
  amountMinor: number;
  compareAtMinor: number | null;
}

/** A new variant, or the new content of a stored one. */
export interface VariantChange {
  id: string;
  content: VariantContent;
  prices: readonly PriceContent[];
  /** Whether `prices` are all prices. Otherwise those of other currencies stay. */
  replacesPrices?: boolean;
  /** The parts of a bundle; undefined if they stay. */
  parts?: readonly BundlePart[];
  /** Whether the SKU is new to the variant, so that no other variant may have it. */
  newSku?: boolean;
  /** The first quantity of its stock, once counted; null if unknown. */
  openingQuantity: number | null;
  counted: boolean;
  /** The message to orders about a stored variant: its stock is now counted, or its SKU changed. */
  stockUpdate: "opening" | "sku" | null;
}

/** The categories of a product: by ids, or one by its name, which is created if it is missing. */
export type CategoriesChange =
  | { ids: readonly string[] }
  | { added: readonly string[] }
  | { named: { slug: string; name: string } | null };

/** The changes of one product, which are written as a whole. */
export interface ProductChange {
  id: string;
  /** The stored version that the change is based on; 0 for a new product. */
  fromVersion: number;
  content: ProductContent;
  /** Merged into those of the product; null removes one. */
  attributes: Readonly<Record<string, AttributeValue | null>>;
  /** Cells of a product file, merged as attributes are; undefined if they stay. */
  keptCells?: Readonly<Record<string, string | null>>;
  /** Undefined if they stay. */
  categories?: CategoriesChange | undefined;
  variants: readonly VariantChange[];
  removedIds: readonly string[];
  /** Its texts in another language, as they are from now on. */
  translation?: TranslationChange;
  /** A slug that redirects to the product from now on. */
  formerSlug?: string;
  /** What is announced; null if shoppers see the product neither before nor after. */
  event: "created" | "updated" | null;
}

/** Returns the event of a change by whether the product is published before and after it. */
export const eventOf = (
  before: { published: boolean; everPublished: boolean },
  publishes: boolean,
): ProductChange["event"] => {
  if (publishes && !before.everPublished) return "created";
  return before.published || publishes ? "updated" : null;
};
