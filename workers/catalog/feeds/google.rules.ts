import type { MeasureUnit } from "#catalog/unit-price.contract";
import { formatDecimal, type Money } from "#kernel/money";
import {
  availabilityOf,
  categoriesOf,
  gtinOf,
  type Offer,
  type OfferedProduct,
  offersOf,
  offerTitle,
  offerUrl,
  picturesOf,
  type Shop,
} from "./offer.rules";
import { clipped, xmlElement } from "./xml.rules";

const PICTURES_MAX = 10;

const priceText = ({ amount, currency }: Money) => `${formatDecimal(amount, currency)} ${currency}`;

/** The names of options that Google knows as fields of their own. */
const OPTION_FIELDS = {
  color: ["color", "colour"],
  size: ["size"],
  material: ["material"],
  pattern: ["pattern"],
} as const;

const optionOf = ({ variant }: Offer, field: keyof typeof OPTION_FIELDS) => {
  const names: readonly string[] = OPTION_FIELDS[field];
  return Object.entries(variant.options).find(([name]) => names.includes(name.toLowerCase()))?.[1];
};

/** The price before a reduction, or the price; the reduced one is `sale_price`. */
const isReduced = ({ variant: { price, compareAtPrice } }: Offer) =>
  compareAtPrice !== null && compareAtPrice.amount > price.amount;

/** https://support.google.com/merchants/answer/6324460 */
const saleTimes = (offer: Offer) => {
  const sale = offer.product.sales?.get(offer.variant.id);
  if (!sale || !isReduced(offer)) return undefined;
  return [sale.startsAt, sale.endsAt]
    .map((at) => `${new Date(at).toISOString().slice(0, 16)}Z`)
    .join("/");
};

/** Google's names of the units that it names otherwise. */
const UNIT_NAMES: Partial<Record<MeasureUnit, string>> = {
  ...{ m3: "cbm", m2: "sqm", ft2: "sqft", item: "ct" },
};
const measureText = ({ value, unit }: { value: number; unit: MeasureUnit }) =>
  `${value} ${UNIT_NAMES[unit] ?? unit}`;

/** The only base measures that Google accepts: https://support.google.com/merchants/answer/6324490 */
const BASE_VALUES = [1, 2, 4, 8, 10, 100];
const OTHER_BASES = ["75 cl", "750 ml", "50 kg", "1000 kg"];

const baseMeasure = ({ variant: { unitPrice } }: Offer) => {
  if (!unitPrice) return undefined;
  const text = measureText(unitPrice.per);
  return BASE_VALUES.includes(unitPrice.per.value) || OTHER_BASES.includes(text) ? text : undefined;
};

const identifierExists = (offer: Offer) => {
  const { product, variant } = offer;
  const hasPartNumber = product.brand !== null && variant.sku !== null;
  return gtinOf(offer) === undefined && !hasPartNumber ? "no" : undefined;
};

type FieldValue = string | readonly string[] | null | undefined;

/**
 * The fields of an item, each with its maximum length in characters.
 * https://support.google.com/merchants/answer/7052112
 */
const FIELDS: readonly (readonly [
  name: string,
  charsMax: number,
  value: (offer: Offer, shop: Shop) => FieldValue,
])[] = [
  ["id", 50, ({ variant }) => variant.id],
  ["item_group_id", 50, ({ product }) => (product.variants.length > 1 ? product.id : null)],
  ["title", 150, offerTitle],
  ["description", 5000, ({ product }) => product.description || product.title],
  ["link", 2000, offerUrl],
  ["image_link", 2000, (offer) => picturesOf(offer)[0]],
  ["additional_image_link", 2000, (offer) => picturesOf(offer).slice(1, 1 + PICTURES_MAX)],
  ["availability", 20, availabilityOf],
  ["availability_date", 25, ({ variant }) => variant.preorder?.until],
  [
    "price",
    30,
    (offer) => priceText((isReduced(offer) && offer.variant.compareAtPrice) || offer.variant.price),
  ],
  ["sale_price", 30, (offer) => (isReduced(offer) ? priceText(offer.variant.price) : null)],
  ["sale_price_effective_date", 51, saleTimes],
  [
    "unit_pricing_measure",
    30,
    ({ variant: { unitPrice } }) => unitPrice && measureText(unitPrice.measure),
  ],
  ["unit_pricing_base_measure", 30, baseMeasure],
  ["brand", 70, ({ product }) => product.brand],
  ["gtin", 14, gtinOf],
  ["mpn", 70, ({ variant }) => variant.sku],
  ["identifier_exists", 3, identifierExists],
  ["condition", 4, () => "new"],
  ["product_type", 750, ({ product }, shop) => categoriesOf(product, shop)[0]],
  ["color", 100, (offer) => optionOf(offer, "color")],
  ["size", 100, (offer) => optionOf(offer, "size")],
  ["material", 200, (offer) => optionOf(offer, "material")],
  ["pattern", 100, (offer) => optionOf(offer, "pattern")],
  ["is_bundle", 3, ({ product }) => (product.type === "bundle" ? "yes" : null)],
  [
    "shipping_weight",
    20,
    ({ variant: { weightGrams } }) => (weightGrams ? `${weightGrams} g` : null),
  ],
];

const itemOf = (offer: Offer, shop: Shop) => {
  const elements = FIELDS.flatMap(([name, charsMax, value]) =>
    [value(offer, shop) ?? []]
      .flat()
      .map((text) => xmlElement(`g:${name}`, clipped(text, charsMax))),
  );
  return `<item>${elements.join("")}</item>\n`;
};

/** Returns the items of products. Leaves out variants without a picture, which Google refuses. */
export const googleItems = (products: readonly OfferedProduct[], shop: Shop) =>
  offersOf(products)
    .filter((offer) => picturesOf(offer).length > 0)
    .map((offer) => itemOf(offer, shop))
    .join("");

/** Returns the start of the feed, an RSS 2.0 document. */
export const googleHead = ({ storefrontUrl }: Shop) => {
  const title = xmlElement("title", new URL(storefrontUrl).hostname);
  const link = xmlElement("link", storefrontUrl);
  return `<?xml version="1.0" encoding="UTF-8"?>
<rss version="2.0" xmlns:g="http://base.google.com/ns/1.0"><channel>
${title}${link}${xmlElement("description", "All products")}
`;
};

export const GOOGLE_FOOT = "</channel></rss>\n";
