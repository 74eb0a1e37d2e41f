import { expect, test } from "bun:test";
import * as z from "zod";
import { PRODUCT_EXAMPLE } from "#catalog/products/product.example.rules";
import { acpLines } from "./acp.rules";

const Uri = z.url();
const Price = z.strictObject({ amount: z.int().min(0), currency: z.string().regex(/^[A-Z]{3}$/) });
const Picture = z.strictObject({
  type: z.string(),
  url: Uri,
  alt_text: z.string().optional(),
  width: z.int().optional(),
  height: z.int().optional(),
});
const Description = z
  .strictObject({ plain: z.string().optional(), html: z.string().optional() })
  .refine((description) => Object.keys(description).length > 0);

/**
 * What the shop writes of `Product` of schema.feed.json, 2026-04-17: `additionalProperties` is false everywhere.
 */
export const AcpProduct = z.strictObject({
  id: z.string(),
  title: z.string().optional(),
  description: Description.optional(),
  url: Uri.optional(),
  media: z.array(Picture).optional(),
  variants: z
    .array(
      z.strictObject({
        id: z.string(),
        title: z.string(),
        url: Uri.optional(),
        barcodes: z.array(z.strictObject({ type: z.string(), value: z.string() })).optional(),
        price: Price.optional(),
        list_price: Price.optional(),
        availability: z
          .strictObject({ available: z.boolean().optional(), status: z.string().optional() })
          .optional(),
        categories: z
          .array(z.strictObject({ value: z.string(), taxonomy: z.string().optional() }))
          .optional(),
        condition: z.array(z.string()).optional(),
        variant_options: z
          .array(z.strictObject({ name: z.string(), value: z.string() }))
          .optional(),
        media: z.array(Picture).optional(),
      }),
    )
    .min(1),
});

const SHOP = {
  storefrontUrl: "https://shop.test",
  categoryPaths: new Map(PRODUCT_EXAMPLE.categories.map(({ id, name }) => [id, [name]])),
};
const linesOf = (...products: (typeof PRODUCT_EXAMPLE)[]) =>
  acpLines(products, SHOP)
    .split("\n")
    .filter(Boolean)
    .map((line) => AcpProduct.parse(JSON.parse(line)));

test("writes a product with its variants on a line, after the protocol's schema", () => {
  const [line, ...others] = linesOf(PRODUCT_EXAMPLE);
  expect(others).toEqual([]);
  expect(line?.variants[0]).toMatchObject({
    title: "Paper lantern - Small",
    price: { amount: 1250, currency: "EUR" },
    availability: { available: true, status: "in_stock" },
    barcodes: [{ type: "GTIN", value: "4006381333931" }],
    variant_options: [{ name: "Size", value: "Small" }],
  });
});

test("leaves out what is unknown, and products that cannot be bought", () => {
  const [variant] = PRODUCT_EXAMPLE.variants;
  const bare = {
    ...PRODUCT_EXAMPLE,
    description: "",
    descriptionHtml: "",
    media: [{ url: "data:,", alt: "", width: null, height: null }],
    categories: [],
    variants: variant ? [{ ...variant, barcode: null, image: "data:," }] : [],
  };
  const [line] = linesOf(bare, { ...bare, variants: [] });
  expect(line?.description).toBeUndefined();
  expect(line?.media).toEqual([]);
  expect(line?.variants[0]?.media).toBeUndefined();
});
