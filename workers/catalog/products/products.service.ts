import * as z from "zod";
import type { Moved, ProductsStore } from "#catalog/products/products.store";
import type { Product, ProductQuery, SellableVariant } from "#contract/catalog";
import { AppError } from "#kernel/errors";
import { decodeCursor, type Page, pageOf } from "#kernel/routes/page";

const SELLABLE_MAX = 200;

interface Dependencies {
  store: ProductsStore;
  /** The shop's default currency. */
  currency: string;
}

/** A cursor names its sort and currency, and is invalid for any other. The sort decides the type of its key. */
const cursorSchema = (sort: ProductQuery["sort"], currency: string) =>
  z.tuple([
    z.literal(sort),
    z.literal(currency),
    sort === "title" ? z.string() : z.number(),
    z.string(),
  ]);

/** @throws 400 `validation_failed` for the order of a collection without one */
const requireCollection = ({ sort, collection }: ProductQuery) => {
  if (sort !== "position" || collection !== undefined) return;
  throw new AppError(
    "validation_failed",
    "Name the collection in whose order products are listed.",
    {
      errors: [{ pointer: "?sort", code: "needs_collection", message: "Needs `collection`." }],
    },
  );
};

/** Products as shoppers read them, and variants as the cart prices them. */
export const productsService = ({ store, currency: shopCurrency }: Dependencies) => ({
  /** Returns a page of products, or the current slugs of what the query names by former ones. */
  async list(query: ProductQuery): Promise<{ page: Page<Product> } | { moved: Moved }> {
    requireCollection(query);
    const { cursor, limit, currency = shopCurrency, ...filter } = query;
    const [, , key, id] = decodeCursor(cursor, cursorSchema(query.sort, currency)) ?? [];
    const after = key === undefined || id === undefined ? undefined : ([key, id] as const);
    const { rows, moved } = await store.page({ ...filter, currency, after, limit: limit + 1 });
    if (Object.keys(moved).length > 0) return { moved };
    const page = pageOf(
      rows,
      limit,
      ({ product, sortKey }) => [query.sort, currency, sortKey, product.id],
      ({ product }) => product,
    );
    return { page };
  },

  /** Returns a product, also by a former slug. @throws 404 `not_found` */
  async find(idOrSlug: string, currency = shopCurrency): Promise<Product> {
    const product = await store.find(idOrSlug, currency);
    if (!product) throw new AppError("not_found", "No published product has this id or slug.");
    return product;
  },

  /** @throws 400 `validation_failed` for more than 200 ids */
  sellable(variantIds: readonly string[], currency: string): Promise<SellableVariant[]> {
    if (variantIds.length > SELLABLE_MAX) {
      throw new AppError("validation_failed", `Request at most ${SELLABLE_MAX} variants at once.`);
    }
    return store.sellable(variantIds, currency);
  },
});
export type ProductsService = ReturnType<typeof productsService>;
