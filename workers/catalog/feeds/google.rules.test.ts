import { describe, expect, test } from "bun:test";
import { XMLParser, XMLValidator } from "fast-xml-parser";
import { PRODUCT_EXAMPLE } from "#catalog/products/product.example.rules";
import type { MeasureUnit } from "#catalog/unit-price.contract";
import type { Product, Variant } from "#contract/catalog";
import { GOOGLE_FOOT, googleHead, googleItems } from "./google.rules";
import type { OfferedProduct } from "./offer.rules";

const SHOP = {
  storefrontUrl: "https://shop.test",
  categoryPaths: new Map(
    PRODUCT_EXAMPLE.categories.map(({ id, name }) => [id, ["All & more", name]]),
  ),
};

const [VARIANT] = PRODUCT_EXAMPLE.variants as [Variant];
const product = (own: Partial<Product>, variant: Partial<Variant> = {}): Product => ({
  ...PRODUCT_EXAMPLE,
  variants: [{ ...VARIANT, ...variant }],
  ...own,
});

type Item = Record<string, string | string[]>;

/** Returns the items of a feed of these products, as another program reads them. */
const itemsOf = (...products: Product[]): Item[] => {
  const xml = googleHead(SHOP) + googleItems(products, SHOP) + GOOGLE_FOOT;
  expect(XMLValidator.validate(xml)).toBe(true);
  const parser = new XMLParser({ parseTagValue: false, isArray: (name) => name === "item" });
  const { rss } = parser.parse(xml) as { rss: { channel: { item?: Item[] } } };
  return rss.channel.item ?? [];
};

test("writes the fields of a variant", () => {
  expect(itemsOf(PRODUCT_EXAMPLE)).toEqual([
    {
      "g:id": VARIANT.id,
      "g:title": "Paper lantern - Small",
      "g:description": "A lantern of washi paper on a bamboo frame.",
      "g:link": `https://shop.test/products/paper-lantern?variant=${VARIANT.id}`,
      "g:image_link": "https://images.example.com/paper-lantern.webp",
      "g:availability": "in_stock",
      "g:price": "12.50 EUR",
      "g:brand": "Akari",
      "g:gtin": "4006381333931",
      "g:mpn": "LANTERN-S",
      "g:condition": "new",
      "g:product_type": "All & more > Home",
      "g:size": "Small",
      "g:shipping_weight": "180 g",
    },
  ]);
});

test("groups the variants of one product", () => {
  const items = itemsOf(product({ variants: [VARIANT, { ...VARIANT, id: "var_2" }] }));
  expect(items.map((item) => item["g:item_group_id"])).toEqual([
    PRODUCT_EXAMPLE.id,
    PRODUCT_EXAMPLE.id,
  ]);
});

test.each([
  [{ amount: 1500, currency: "EUR" }, "15.00 EUR", "12.50 EUR"],
  [{ amount: 1250, currency: "EUR" }, "12.50 EUR", undefined],
  [null, "12.50 EUR", undefined],
])("shows %p as the price before a reduction", (compareAtPrice, price, salePrice) => {
  const [item] = itemsOf(product({}, { compareAtPrice }));
  expect([item?.["g:price"], item?.["g:sale_price"]]).toEqual([price, salePrice]);
});

test.each([
  [{ amount: 1999, currency: "JPY" }, "1999 JPY"],
  [{ amount: 1999, currency: "KWD" }, "1.999 KWD"],
])("writes %p with the decimals of its currency", (price, text) => {
  expect(itemsOf(product({}, { price }))[0]?.["g:price"]).toBe(text);
});

test("says that there is no identifier when there is neither a GTIN nor brand and number", () => {
  const identifierOf = (own: Partial<Product>, variant: Partial<Variant>) =>
    itemsOf(product(own, variant))[0]?.["g:identifier_exists"];
  expect(identifierOf({ brand: null }, { barcode: "not a number" })).toBe("no");
  expect(identifierOf({}, { barcode: null })).toBeUndefined();
});

test("leaves out a variant without a picture on the web", () => {
  const media = [{ url: "data:image/png;base64,AA==", alt: "", width: null, height: null }];
  expect(itemsOf(product({ media }))).toEqual([]);
});

test("shows the picture of the variant first, and at most ten more", () => {
  const media = Array.from({ length: 20 }, (_, index) => ({
    url: `https://images.example.com/${index}.webp`,
    alt: "",
    width: null,
    height: null,
  }));
  const [item] = itemsOf(product({ media }, { image: "https://images.example.com/3.webp" }));
  expect(item?.["g:image_link"]).toBe("https://images.example.com/3.webp");
  expect(item?.["g:additional_image_link"]).toHaveLength(10);
});

describe("hostile texts", () => {
  /** The field rules of https://support.google.com/merchants/answer/7052112 */
  const RULES: Record<string, RegExp> = {
    "g:id": /^.{1,50}$/s,
    "g:title": /^.{1,150}$/su,
    "g:description": /^.{1,5000}$/su,
    "g:link": /^https?:\/\/\S{1,1990}$/,
    "g:image_link": /^https?:\/\/\S{1,1990}$/,
    "g:availability": /^(in_stock|out_of_stock|preorder|backorder)$/,
    "g:price": /^\d+(\.\d+)? [A-Z]{3}$/,
    "g:condition": /^(new|refurbished|used)$/,
  };

  test.each([
    ["the end of an item", "</item><item>"],
    ["an entity", "&amp;"],
    ["the end of a section", "]]>"],
    ["control characters", "\u0000\u000b"],
    ["6,000 characters outside the basic plane", "😀".repeat(6000)],
    ["half a character", "\ud800"],
  ])("cannot leave their field: %s", (_, text) => {
    const [item, ...others] = itemsOf(
      product({ title: `a${text}`, description: `b${text}`, brand: text }),
    );
    expect(others).toEqual([]);
    for (const [name, rule] of Object.entries(RULES)) expect(item?.[name]).toMatch(rule);
  });
});

test("writes measures in Google's units, and only base measures that Google accepts", () => {
  const measuresOf = (value: number, unit: MeasureUnit, per: number, perUnit = unit) => {
    const unitPrice = {
      ...{ amount: 600, currency: "EUR", measure: { value, unit } },
      per: { value: per, unit: perUnit },
    };
    const [item] = itemsOf(product({}, { unitPrice }));
    return [item?.["g:unit_pricing_measure"], item?.["g:unit_pricing_base_measure"]];
  };
  expect(measuresOf(750, "ml", 1, "l")).toEqual(["750 ml", "1 l"]);
  expect(measuresOf(0.5, "l", 75, "cl")).toEqual(["0.5 l", "75 cl"]);
  expect(measuresOf(2.5, "m2", 1)).toEqual(["2.5 sqm", "1 sqm"]);
  expect(measuresOf(6, "item", 1)).toEqual(["6 ct", "1 ct"]);
  expect(measuresOf(300, "g", 50)).toEqual(["300 g", undefined]);
});

test("writes the times of a sale whose price is shown", () => {
  const reduced = product({}, { compareAtPrice: { amount: 1500, currency: "EUR" } });
  const sale = { startsAt: Date.UTC(2026, 10, 27, 8), endsAt: Date.UTC(2026, 10, 30) };
  const sales = new Map([[VARIANT.id, sale]]);
  const timesOf = (offered: OfferedProduct) => itemsOf(offered)[0]?.["g:sale_price_effective_date"];
  expect(timesOf({ ...reduced, sales })).toBe("2026-11-27T08:00Z/2026-11-30T00:00Z");
  expect(timesOf(reduced)).toBeUndefined();
  expect(timesOf({ ...PRODUCT_EXAMPLE, sales })).toBeUndefined();
});
