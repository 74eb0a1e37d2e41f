import * as z from "zod";
import { AttributeValue } from "#catalog/attributes.contract";
import { UnitPrice } from "#catalog/unit-price.contract";
import { RETURN_WINDOW_DAYS_MAX } from "#contract/settings";
import type { Trace } from "#kernel/call";
import type { ServiceRpc } from "#kernel/entrypoint";
import { Id } from "#kernel/ids";
import { Money } from "#kernel/money";

export const PRODUCT_SORTS = ["newest", "price", "-price", "title", "rating"] as const;

export const PRODUCT_STATUSES = ["draft", "published", "archived"] as const;
export const PRODUCT_TYPES = ["physical", "digital", "bundle"] as const;

/** The point of a picture that a crop keeps, as parts of its width and height from the upper left corner. */
export const FocalPoint = z
  .strictObject({ x: z.number().min(0).max(1), y: z.number().min(0).max(1) })
  .meta({ id: "FocalPoint" });

export const Media = z
  .strictObject({
    id: Id("media").optional().describe("Of an uploaded picture."),
    url: z.string(),
    alt: z.string(),
    width: z.int().nullable(),
    height: z.int().nullable(),
    focalPoint: FocalPoint.optional(),
  })
  .meta({ id: "Media" });
export type Media = z.infer<typeof Media>;

/** The market whose prices an answer shows. */
export const MarketRef = z
  .strictObject({ id: Id("market"), name: z.string(), currency: z.string() })
  .meta({ id: "MarketRef" });
export type MarketRef = z.infer<typeof MarketRef>;

/** A variant of which each unit of a bundle contains some units. */
export const BundleContent = z
  .strictObject({
    variantId: Id("variant"),
    title: z.string().describe("Of its product, with the variant's own if it has several."),
    sku: z.string().nullable(),
    quantity: z.int().describe("Units in one unit of the bundle."),
  })
  .meta({ id: "BundleContent" });
export type BundleContent = z.infer<typeof BundleContent>;

export const Variant = z
  .strictObject({
    id: Id("variant"),
    sku: z.string().nullable(),
    barcode: z.string().nullable(),
    title: z.string(),
    options: z
      .record(z.string(), z.string())
      .describe('Option name to value, such as `{ "Size": "Small" }`; empty without options.'),
    price: Money,
    compareAtPrice: Money.nullable().describe("The former price, or the one that a list reduces."),
    lowestPrice30Days: Money.exactOptional().describe(
      "The lowest price of the 30 days before the reduction began; missing without `compareAtPrice`, or if there was no price before.",
    ),
    unitPrice: UnitPrice.exactOptional(),
    tiers: z
      .array(z.strictObject({ minQuantity: z.int(), price: Money }))
      .exactOptional()
      .describe("Lower prices of each unit of a line with so many; missing without any."),
    available: z.boolean().describe("As of the last stock event. A cart reads the stock itself."),
    preorder: z
      .strictObject({ until: z.iso.datetime().describe("When it is released.") })
      .exactOptional()
      .describe("It is sold before its release; missing for other variants."),
    parts: z
      .array(BundleContent)
      .exactOptional()
      .describe("What a bundle contains; missing for other variants."),
    inventoryPolicy: z.enum(["deny", "continue"]),
    tracked: z
      .boolean()
      .describe("Whether the stock is counted. An untracked variant is always available."),
    weightGrams: z.int().nullable(),
    image: z.string().nullable().describe("The address of its own picture."),
  })
  .meta({ id: "Variant" });
export type Variant = z.infer<typeof Variant>;

/** Whether buyers can send a product back, and for how long. An order line keeps the policy of its sale. */
export const ReturnPolicy = z
  .strictObject({
    returnable: z.boolean().describe("False for a final sale."),
    windowDays: z
      .int()
      .min(0)
      .max(RETURN_WINDOW_DAYS_MAX)
      .nullable()
      .describe(
        "The days after a delivery in which units can be returned; null for `returnWindowDays` of the shop.",
      ),
  })
  .meta({ id: "ReturnPolicy" });
export type ReturnPolicy = z.infer<typeof ReturnPolicy>;

export const CategoryRef = z
  .strictObject({ id: Id("category"), slug: z.string(), name: z.string() })
  .meta({ id: "CategoryRef" });
export type CategoryRef = z.infer<typeof CategoryRef>;

/** The approved reviews of a product. */
export const Rating = z
  .strictObject({
    average: z
      .number()
      .min(1)
      .max(5)
      .nullable()
      .describe("With two decimals; null without a review."),
    count: z.int().min(0),
  })
  .meta({ id: "Rating" });
export type Rating = z.infer<typeof Rating>;

export const Product = z
  .strictObject({
    id: Id("product"),
    slug: z.string(),
    title: z.string(),
    description: z.string().describe("The text of `descriptionHtml`."),
    descriptionHtml: z.string().describe("HTML of an allow-list of elements and attributes."),
    brand: z.string().nullable(),
    status: z.enum(PRODUCT_STATUSES),
    type: z.enum(PRODUCT_TYPES),
    media: z.array(Media),
    options: z.array(z.strictObject({ name: z.string(), values: z.array(z.string()) })),
    variants: z.array(Variant),
    categories: z.array(CategoryRef),
    tags: z.array(z.string()),
    attributes: z.record(z.string(), AttributeValue),
    seo: z.strictObject({ title: z.string().nullable(), description: z.string().nullable() }),
    returnPolicy: ReturnPolicy,
    rating: Rating,
    market: MarketRef.exactOptional().describe("The market whose prices these are."),
    createdAt: z.iso.datetime(),
    updatedAt: z.iso.datetime(),
  })
  .meta({ id: "Product" });
export type Product = z.infer<typeof Product>;

const CATEGORY = {
  ...CategoryRef.shape,
  description: z.string().nullable(),
  path: z.array(CategoryRef).describe("From the root to this category."),
};
export interface Category extends z.infer<z.ZodObject<typeof CATEGORY>> {
  children: Category[];
}
export const Category: z.ZodType<Category> = z
  .strictObject({
    ...CATEGORY,
    get children() {
      return z.array(Category);
    },
  })
  .meta({ id: "Category" });

const TALLY = { created: z.int(), updated: z.int(), unchanged: z.int() };

/** What an import has done. */
export const ImportTally = z
  .strictObject({
    products: z.strictObject(TALLY),
    variants: z.strictObject({ ...TALLY, removed: z.int() }),
  })
  .meta({ id: "ImportTally" });
export type ImportTally = z.infer<typeof ImportTally>;

/** The result of an import. Lines are those of the file; the header is line 1. */
export const ImportReport = z
  .strictObject({
    ...ImportTally.shape,
    errors: z
      .array(z.strictObject({ line: z.int(), message: z.string() }))
      .describe("Rows that were left out. Lines are those of the file; the header is line 1."),
  })
  .meta({ id: "ImportReport" });
export type ImportReport = z.infer<typeof ImportReport>;

/** The price of each unit of a line that has at least so many. */
export interface PriceTier {
  minQuantity: number;
  amountMinor: number;
}

/** Whose prices are asked for. */
export interface Buyer {
  /** The destination that chooses the market; null if the buyer has chosen none. */
  country: string | null;
  /** The account whose groups have prices of their own; null for a guest. */
  userId: string | null;
}
export const ANONYMOUS_BUYER: Buyer = { country: null, userId: null };

/** A part of a bundle as the cart needs it. */
export interface SellablePart extends BundleContent {
  inventoryPolicy: "deny" | "continue";
  tracked: boolean;
}

/** Returns a part as shoppers see it. */
export const contentOf = ({ variantId, title, sku, quantity }: SellablePart): BundleContent => ({
  ...{ variantId, title, sku, quantity },
});

/** A variant as the cart prices it, read from the primary. */
export interface SellableVariant {
  variantId: string;
  productId: string;
  slug: string;
  title: string;
  variantTitle: string;
  sku: string | null;
  image: string | null;
  options: Record<string, string>;
  /** In minor units of the requested currency; null if the variant has no price in it. */
  unitPriceMinor: number | null;
  /** Lower prices of lines with more units, by rising quantity. */
  tiers: PriceTier[];
  /** The market of the buyer; null without one. */
  market: MarketRef | null;
  /** Whether the price may be another one in another country. */
  pricedByCountry: boolean;
  /** False if the product is a draft or archived, or if a part of the bundle was deleted. */
  published: boolean;
  inventoryPolicy: "deny" | "continue";
  /** False if its stock is not counted, so that any quantity can be bought. */
  tracked: boolean;
  /** False for digital goods, which need no address and no shipping option. */
  requiresShipping: boolean;
  returnPolicy: ReturnPolicy;
  /** What the bundle is made of; empty for all others. Its stock is that of its parts. */
  parts: SellablePart[];
}

/** What the mail of a variant that can be bought again says. */
export interface StockAlertMail {
  email: string;
  /** Of the product, with its variant if it has several. */
  title: string;
  url: string;
  unsubscribeUrl: string;
}

export interface CatalogRpc extends ServiceRpc {
  /**
   * Returns the variants that exist among these ids, priced in the currency for a buyer, by default an anonymous
   * one. At most 200 ids.
   */
  variants(
    variantIds: string[],
    currency: string,
    trace: Trace,
    buyer?: Buyer,
  ): Promise<SellableVariant[]>;
  /** Returns what the mail of an announced alert says; null if the variant is sold out again. */
  stockAlertMail(alertId: string, trace: Trace): Promise<StockAlertMail | null>;
}
