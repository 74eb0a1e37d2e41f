import * as z from "zod";
import {
  FACET_FILTERS,
  FACET_FILTERS_DOCUMENT,
  gatherNamed,
} from "#catalog/facet-parameters.contract";
import { InLocale, MinorUnits, OnlyInStock, RatingMin, Text } from "#catalog/parameters.contract";
import { PRODUCT_SORTS } from "#contract/catalog";
import { CountryCode } from "#kernel/address/countries";
import { Currency } from "#kernel/money";
import { PageQuery } from "#kernel/routes/page";

/** The parameters of a list, without those that may be repeated. */
const LIST = {
  category: Text(255).optional().describe("The slug of a category, which includes those below it."),
  collection: Text(255).optional().describe("The slug of a collection."),
  tag: Text(255).optional(),
  priceMin: MinorUnits.optional(),
  priceMax: MinorUnits.optional(),
  currency: Currency.optional(),
  country: CountryCode.optional().describe("Chooses the market, and by it the currency."),
  locale: InLocale,
  inStock: OnlyInStock,
  ratingMin: RatingMin,
  sort: z
    .enum([...PRODUCT_SORTS, "position"])
    .default("newest")
    .describe("`position` is the order of a manual collection, and needs `collection`."),
  ...PageQuery,
};

/** The parameters of `GET /v1/products`. Prices are minor units of `currency`, by default the shop's. */
export const ProductQuery = z.preprocess(
  gatherNamed,
  z.strictObject({ ...LIST, ...FACET_FILTERS }),
);
export type ProductQuery = z.infer<typeof ProductQuery>;

/** `ProductQuery` as the API reference shows it. */
export const ProductQueryDocument = z.strictObject({ ...LIST, ...FACET_FILTERS_DOCUMENT });
