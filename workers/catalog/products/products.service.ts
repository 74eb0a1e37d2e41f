import * as z from "zod";
import { facetFiltersOf } from "#catalog/filters/facet-filters.rules";
import type { FilterNamesService, Moved } from "#catalog/filters/filter-names.service";
import type { ProductQuery } from "#catalog/product-query.contract";
import type { Pricing } from "#catalog/products/offers.statements";
import type { FoundProduct, ProductsStore } from "#catalog/products/products.store";
import type { Languages } from "#catalog/texts/text.rules";
import { ANONYMOUS_BUYER, type Buyer, type Product, type SellableVariant } from "#contract/catalog";
import type { Clock } from "#kernel/clock";
import { AppError } from "#kernel/errors";
import { decodeCursor, type Page, pageOf } from "#kernel/routes/page";

const SELLABLE_MAX = 200;

interface Dependencies {
  store: ProductsStore;
  filters: Pick<FilterNamesService, "check">;
  /** The shop's default currency. */
  currency: string;
  clock: Clock;
}

/** In what, for whom and in which languages a request asks for products. */
interface Asked extends ProductPricing {
  /** The account of a member who may have prices of their own; null for a guest. */
  userId: string | null;
  languages: Languages;
}
type ProductPricing = Pick<ProductQuery, "currency" | "country">;
type Filters = Omit<ProductQuery, "cursor" | "limit" | "currency" | "country" | "locale">;
type Shown = Pick<FoundProduct, "isPricedForMembers" | "spoken">;

/** A cursor names its sort and currency or country, and is invalid for any other. The sort decides the type of its key. */
const cursorSchema = (sort: ProductQuery["sort"], currency: string) =>
  z.tuple([
    z.literal(sort),
    z.literal(currency),
    sort === "title" ? z.string() : z.number(),
    z.string(),
  ]);

/** @throws 400 `validation_failed` for the order of a collection without one */
const requireCollection = ({ sort, collection }: Omit<ProductQuery, "locale">) => {
  if (sort !== "position" || collection !== undefined) return;
  throw new AppError(
    "validation_failed",
    "Name the collection in whose order products are listed.",
    {
      errors: [{ pointer: "?sort", code: "needs_collection", message: "Needs `collection`." }],
    },
  );
};

/** One brand is a place of listings, so that its list has an index for each order. Several are values of a facet. */
const filterOf = ({ brand: brands = [], option, attribute, ...filter }: Filters) => {
  const [brand, ...others] = brands;
  const isOne = others.length === 0;
  const facets = facetFiltersOf({ brand: isOne ? undefined : brands, option, attribute });
  return { ...filter, facets, brand: isOne ? brand : undefined };
};

/** Products as shoppers read them, and variants as the cart prices them. */
export const productsService = ({
  store,
  filters: names,
  currency: shopCurrency,
  clock,
}: Dependencies) => {
  const pricingOf = ({ currency, country, userId, languages }: Asked): Pricing => ({
    currency: currency ?? shopCurrency,
    isDefault: currency === undefined,
    country: country ?? null,
    userId,
    languages,
    nowMs: clock.now(),
  });

  return {
    /**
     * Returns a page of products, or the current slugs of what the query names by former ones.
     * @throws 400 `validation_failed` for an unknown category, collection or currency
     */
    async list(
      { locale: _, ...query }: ProductQuery,
      asked: Pick<Asked, "userId" | "languages">,
    ): Promise<(Shown & { page: Page<Product> }) | { moved: Moved }> {
      requireCollection(query);
      const { cursor, limit, currency, country, ...filters } = query;
      const pricing = pricingOf({ currency, country, ...asked });
      const pricedIn = currency ?? country ?? shopCurrency;
      const [, , key, id] = decodeCursor(cursor, cursorSchema(query.sort, pricedIn)) ?? [];
      const after = key === undefined || id === undefined ? undefined : ([key, id] as const);
      const rows = await store.page({ ...filterOf(filters), pricing, after, limit: limit + 1 });
      // Only an empty list may name what does not exist.
      const named = { ...query, currency: currency === shopCurrency ? undefined : currency };
      const moved = rows.length > 0 ? {} : await names.check(named);
      if (Object.keys(moved).length > 0) return { moved };
      const page = pageOf(
        rows,
        limit,
        ({ product, sortKey }) => [query.sort, pricedIn, sortKey, product.id],
        ({ product }) => product,
      );
      const isPricedForMembers = rows.some((row) => row.isPricedForMembers);
      return { page, isPricedForMembers, spoken: rows[0]?.spoken ?? null };
    },

    /** Returns a product, also by a former slug. @throws 404 `not_found` */
    async find(idOrSlug: string, asked: Asked): Promise<FoundProduct & { isFormer: boolean }> {
      const found = await store.find(idOrSlug, pricingOf(asked));
      if (!found) throw new AppError("not_found", "No published product has this id or slug.");
      return found;
    },

    /** @throws 400 `validation_failed` for more than 200 ids */
    sellable(
      variantIds: readonly string[],
      currency: string,
      buyer: Buyer = ANONYMOUS_BUYER,
    ): Promise<SellableVariant[]> {
      if (variantIds.length > SELLABLE_MAX) {
        throw new AppError(
          "validation_failed",
          `Request at most ${SELLABLE_MAX} variants at once.`,
        );
      }
      return store.sellable(variantIds, { currency, ...buyer, nowMs: clock.now() });
    },
  };
};
export type ProductsService = ReturnType<typeof productsService>;
