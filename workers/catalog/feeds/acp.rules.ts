import type { Media, Product } from "#contract/catalog";
import {
  availabilityOf,
  categoriesOf,
  gtinOf,
  isWebAddress,
  type Offer,
  offerTitle,
  offerUrl,
  productUrl,
  type Shop,
} from "./offer.rules";

const pictureOf = ({ url, alt, width, height }: Media) => ({
  type: "image",
  url,
  ...(alt === "" ? {} : { alt_text: alt }),
  ...(width === null ? {} : { width }),
  ...(height === null ? {} : { height }),
});

const ownPicture = ({ product, variant: { image } }: Offer) => {
  if (image === null || !isWebAddress(image)) return {};
  const known = product.media.find(({ url }) => url === image);
  return { media: [known ? pictureOf(known) : { type: "image", url: image }] };
};

const descriptionOf = ({ description, descriptionHtml }: Product) =>
  description === "" ? {} : { description: { plain: description, html: descriptionHtml } };

const variantOf = (offer: Offer, shop: Shop) => {
  const { product, variant } = offer;
  const gtin = gtinOf(offer);
  return {
    id: variant.id,
    title: offerTitle(offer),
    url: offerUrl(offer, shop),
    ...(gtin === undefined ? {} : { barcodes: [{ type: "GTIN", value: gtin }] }),
    price: variant.price,
    ...(variant.compareAtPrice === null ? {} : { list_price: variant.compareAtPrice }),
    availability: { available: variant.available, status: availabilityOf(offer) },
    categories: categoriesOf(product, shop).map((value) => ({ value, taxonomy: "merchant" })),
    condition: ["new"],
    variant_options: Object.entries(variant.options).map(([name, value]) => ({ name, value })),
    ...ownPicture(offer),
  };
};

const lineOf = (product: Product, shop: Shop) =>
  JSON.stringify({
    id: product.id,
    title: product.title,
    ...descriptionOf(product),
    url: productUrl(product, shop),
    media: product.media.filter(({ url }) => isWebAddress(url)).map(pictureOf),
    variants: product.variants.map((variant) => variantOf({ product, variant }, shop)),
  });

/**
 * Returns a line of JSON for each product with a variant.
 * Agentic Commerce Protocol, 2026-04-17, schema.feed.json, `Product`:
 * https://github.com/agentic-commerce-protocol/agentic-commerce-protocol
 */
export const acpLines = (products: readonly Product[], shop: Shop) =>
  products
    .filter(({ variants }) => variants.length > 0)
    .map((product) => `${lineOf(product, shop)}\n`)
    .join("");
