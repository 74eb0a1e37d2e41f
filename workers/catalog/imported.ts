import type { Media, Product } from "#contract/catalog";

/** A product as an import file describes it. */
export interface ImportedProduct {
  slug: string;
  title: string;
  description: string;
  brand: string | null;
  category: { slug: string; name: string } | null;
  tags: string[];
  status: Product["status"];
  media: Media[];
  options: Product["options"];
  attributes: Record<string, string>;
  seoTitle: string | null;
  seoDescription: string | null;
  variants: ImportedVariant[];
  /** Whether every line of it could be read: only then is a variant that it does not name gone. */
  complete: boolean;
}

export interface ImportedVariant {
  sku: string | null;
  title: string;
  options: Record<string, string>;
  image: string | null;
  policy: "deny" | "continue";
  quantity: number;
  priceMinor: number;
  compareAtMinor: number | null;
}
