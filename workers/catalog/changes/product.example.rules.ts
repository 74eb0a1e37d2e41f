import type { AdminProduct, ListedAdminProduct } from "#catalog/admin-products.contract";
import type { AdminVariant } from "#catalog/admin-variants.contract";
import { PRODUCT_EXAMPLE } from "#catalog/products/product.example.rules";

const {
  price: _price,
  compareAtPrice: _compareAt,
  ...variant
} = {
  ...PRODUCT_EXAMPLE.variants[0],
} as (typeof PRODUCT_EXAMPLE.variants)[number];

const VARIANT: AdminProduct["variants"][number] = {
  ...variant,
  prices: [{ currency: "EUR", amount: 1250, compareAt: null }],
  dimensions: { lengthMm: 300, widthMm: 300, heightMm: 40 },
  unitPriceMeasure: null,
  parts: [],
};

/** What staff read about a product beside its variants. Its rating is only shown to shoppers. */
const { rating: _, ...TERMS } = PRODUCT_EXAMPLE;

/** The product of the API reference as staff see it. */
export const ADMIN_PRODUCT_EXAMPLE: AdminProduct = {
  ...TERMS,
  version: 3,
  formerSlugs: ["washi-lantern"],
  variants: [VARIANT],
  taxClass: null,
  translations: {
    de: {
      title: "Papierlaterne",
      description: "Eine Laterne aus Washi-Papier.",
      descriptionHtml: "<p>Eine Laterne aus Washi-Papier.</p>",
      slug: "papierlaterne",
      options: [{ name: "Größe", values: ["Klein"] }],
      seo: { title: null, description: null },
    },
  },
  publishAt: null,
  unpublishAt: null,
  publishedAt: "2026-11-02T08:00:00.000Z",
};

export const ADMIN_VARIANT_EXAMPLE: AdminVariant = {
  ...VARIANT,
  productId: PRODUCT_EXAMPLE.id,
  productVersion: 4,
};

export const LISTED_PRODUCT_EXAMPLE: ListedAdminProduct = {
  id: PRODUCT_EXAMPLE.id,
  version: 3,
  slug: PRODUCT_EXAMPLE.slug,
  title: PRODUCT_EXAMPLE.title,
  brand: PRODUCT_EXAMPLE.brand,
  status: PRODUCT_EXAMPLE.status,
  type: "physical",
  image: PRODUCT_EXAMPLE.media[0] ?? null,
  variantCount: 1,
  publishAt: null,
  unpublishAt: null,
  createdAt: PRODUCT_EXAMPLE.createdAt,
  updatedAt: PRODUCT_EXAMPLE.updatedAt,
};

/** The body that creates the product of the API reference. */
export const CREATION_EXAMPLE = {
  title: PRODUCT_EXAMPLE.title,
  descriptionHtml: PRODUCT_EXAMPLE.descriptionHtml,
  brand: PRODUCT_EXAMPLE.brand,
  status: "published",
  media: PRODUCT_EXAMPLE.media,
  options: [{ name: "Size", values: ["Small"] }],
  variants: [
    {
      sku: "LANTERN-S",
      barcode: "4006381333931",
      options: { Size: "Small" },
      prices: [{ currency: "EUR", amount: 1250 }],
      quantity: 40,
      weightGrams: 180,
      dimensions: { lengthMm: 300, widthMm: 300, heightMm: 40 },
      unitPriceMeasure: null,
    },
  ],
  categories: PRODUCT_EXAMPLE.categories.map(({ id }) => id),
  tags: PRODUCT_EXAMPLE.tags,
};
