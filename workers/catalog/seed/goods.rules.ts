import type { AttributeValue } from "#catalog/attributes.contract";
import type { ReturnPolicy } from "#contract/catalog";

/** The short description of a seeded product. */
export interface Goods {
  title: string;
  brand: string;
  category: string;
  tags: string[];
  description: string;
  /** The price of the first variant. */
  priceMinor: number;
  compareAtMinor?: number;
  /** Option name to values. Every combination becomes a variant. */
  options?: Record<string, string[]>;
  /** The additional price of each further value of the first option. */
  stepMinor?: number;
  /** By default returnable in the shop's window. */
  returnPolicy?: ReturnPolicy;
  /** The first quantity of each variant. */
  quantity?: number;
  /** The first quantities of the variants, in their order, instead of one for all. */
  quantities?: number[];
  /** By default `physical`. The stock of digital goods is not counted. */
  type?: "physical" | "digital";
  /** By default `published`. */
  status?: "published" | "draft";
  /** By default `deny`. */
  inventoryPolicy?: "deny" | "continue";
  attributes?: Record<string, AttributeValue>;
  /** The alt texts of further pictures. The variants show them in turn. */
  pictures?: string[];
}

/** The categories. One with a parent is its child. */
export const CATEGORIES = [
  {
    slug: "pantry",
    name: "Pantry",
    description: "What keeps, and what you are glad to have kept.",
  },
  {
    slug: "coffee-tea",
    name: "Coffee & Tea",
    description: "Roasted on Mondays, shipped on Tuesdays.",
    parent: "pantry",
  },
  {
    slug: "larder",
    name: "Larder",
    description: "Jars, tins and bottles from people we know.",
    parent: "pantry",
  },
  { slug: "kitchen", name: "Kitchen", description: "Tools that outlive the recipe." },
  {
    slug: "cookware",
    name: "Cookware",
    description: "Pots, pans and knives for every day.",
    parent: "kitchen",
  },
  {
    slug: "tableware",
    name: "Tableware",
    description: "Cups, plates and glasses with a little weight to them.",
    parent: "kitchen",
  },
  { slug: "home", name: "Home", description: "Light, linen and places to put things." },
  {
    slug: "lighting",
    name: "Lighting",
    description: "Lamps, candles and the warmer end of the spectrum.",
    parent: "home",
  },
  {
    slug: "textiles",
    name: "Textiles",
    description: "Linen, wool and cotton, washed soft.",
    parent: "home",
  },
  { slug: "wardrobe", name: "Wardrobe", description: "Clothes that get better with the years." },
  {
    slug: "clothing",
    name: "Clothing",
    description: "Shirts, knits and trousers in honest cloth.",
    parent: "wardrobe",
  },
  {
    slug: "accessories",
    name: "Accessories",
    description: "Bags, scarves and small leather goods.",
    parent: "wardrobe",
  },
] as const;
