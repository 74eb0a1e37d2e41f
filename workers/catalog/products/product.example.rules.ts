import type { Category, Product } from "#contract/catalog";

const HOME = {
  id: "cat_01kb0c6w3mexample00000000000000000000",
  slug: "home",
  name: "Home",
};
const LIGHTING = {
  id: "cat_01kb0c6w3mexample00000000000000000001",
  slug: "lighting",
  name: "Lighting",
};

/** The product of the API reference. */
export const PRODUCT_EXAMPLE: Product = {
  id: "prd_01kb0c6w3mexample00000000000000000000",
  slug: "paper-lantern",
  title: "Paper lantern",
  description: "A lantern of washi paper on a bamboo frame.",
  descriptionHtml: "<p>A lantern of <em>washi</em> paper on a bamboo frame.</p>",
  brand: "Akari",
  status: "published",
  type: "physical",
  media: [
    {
      url: "https://images.example.com/paper-lantern.webp",
      alt: "A lit paper lantern",
      width: 1200,
      height: 1200,
      focalPoint: { x: 0.5, y: 0.3 },
    },
  ],
  options: [{ name: "Size", values: ["Small"] }],
  variants: [
    {
      id: "var_01kb0c6w3mexample00000000000000000000",
      sku: "LANTERN-S",
      barcode: "4006381333931",
      title: "Small",
      options: { Size: "Small" },
      price: { amount: 1250, currency: "EUR" },
      compareAtPrice: null,
      available: true,
      inventoryPolicy: "deny",
      tracked: true,
      weightGrams: 180,
      image: null,
    },
  ],
  categories: [HOME, LIGHTING],
  tags: ["gift"],
  attributes: { Material: "Paper" },
  seo: { title: null, description: null },
  returnPolicy: { returnable: true, windowDays: 30 },
  rating: { average: 4.5, count: 12 },
  createdAt: "2026-11-02T08:00:00.000Z",
  updatedAt: "2026-11-20T14:15:00.000Z",
};

/** The category of the API reference, with a child. */
export const CATEGORY_EXAMPLE: Category = {
  ...HOME,
  description: "Lamps and textiles.",
  path: [HOME],
  children: [{ ...LIGHTING, description: null, path: [HOME, LIGHTING], children: [] }],
};
