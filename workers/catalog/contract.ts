import { z } from "zod";
import type { Trace } from "#kernel/call";
import type { ServiceRpc } from "#kernel/entrypoint";
import { defineEvent } from "#kernel/events";
import { Id } from "#kernel/ids";
import type { Money } from "#kernel/money";

export interface Media {
  url: string;
  alt: string;
  width: number | null;
  height: number | null;
}

export interface Variant {
  id: string;
  sku: string | null;
  title: string;
  /** Option name to value, such as `{ "Size": "Small" }`; empty for a product with one variant. */
  options: Record<string, string>;
  price: Money;
  compareAtPrice: Money | null;
  /** As of the last stock event; a cart asks the stock itself. */
  available: boolean;
  inventoryPolicy: "deny" | "continue";
}

export interface CategoryRef {
  id: string;
  slug: string;
  name: string;
}

export interface Product {
  id: string;
  slug: string;
  title: string;
  description: string;
  brand: string | null;
  status: "draft" | "published" | "archived";
  media: Media[];
  options: { name: string; values: string[] }[];
  variants: Variant[];
  categories: CategoryRef[];
  tags: string[];
  attributes: Record<string, string>;
  seo: { title: string | null; description: string | null };
  createdAt: string;
  updatedAt: string;
}

export interface Category extends CategoryRef {
  description: string | null;
  /** From the root down to this one. */
  path: CategoryRef[];
  children: Category[];
}

/** What a cart needs to know of a variant, read from the primary. */
export interface SellableVariant {
  variantId: string;
  productId: string;
  slug: string;
  title: string;
  variantTitle: string;
  sku: string | null;
  image: string | null;
  options: Record<string, string>;
  /** Minor units in the asked currency; null when it has no price in it. */
  unitPriceMinor: number | null;
  /** False when the product is a draft, archived or deleted. */
  published: boolean;
  inventoryPolicy: "deny" | "continue";
}

export interface CatalogRpc extends ServiceRpc {
  /** The known ones among these variants, priced in the currency, in one read. At most 200 ids. */
  variants(variantIds: string[], currency: string, trace: Trace): Promise<SellableVariant[]>;
}

const ProductEvent = z.object({ productId: Id("product") });
/** Fired when a product can be seen for the first time. */
export const productCreated = defineEvent("product.created", ProductEvent);
/** Fired when a product can be seen differently: text, price, category, availability or visibility. */
export const productUpdated = defineEvent("product.updated", ProductEvent);
