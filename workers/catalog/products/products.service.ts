import { z } from "zod";
import type { ProductsStore } from "#catalog/products/products.store";
import type { Product, ProductQuery, SellableVariant } from "#contract/catalog";
import { AppError } from "#kernel/errors";
import { isId } from "#kernel/ids";
import { decodeCursor, type Page, pageOf } from "#kernel/page";

const SELLABLE_MAX = 200;

interface Tools {
  store: ProductsStore;
  /** The shop's own currency. */
  currency: string;
}

/** A cursor belongs to its sort and currency, which it names; the type of its key follows from the sort. */
const cursorOf = (sort: ProductQuery["sort"], currency: string) =>
  z.tuple([
    z.literal(sort),
    z.literal(currency),
    sort === "title" ? z.string() : z.number(),
    z.string(),
  ]);

/** What shoppers read of products. */
export const productsService = ({ store, currency: own }: Tools) => ({
  async list(query: ProductQuery): Promise<Page<Product>> {
    const { cursor, limit, currency = own, ...filter } = query;
    const [, , key, id] = decodeCursor(cursor, cursorOf(query.sort, currency)) ?? [];
    const after = key === undefined || id === undefined ? undefined : ([key, id] as const);
    const rows = await store.list({ ...filter, currency, after, limit: limit + 1 });
    return pageOf(
      rows,
      limit,
      ({ product, sortKey }) => [query.sort, currency, sortKey, product.id],
      ({ product }) => product,
    );
  },

  async find(idOrSlug: string, currency = own): Promise<Product> {
    const by = isId("product", idOrSlug) ? { id: idOrSlug } : { slug: idOrSlug };
    const product = await store.find(by, currency);
    if (!product) throw new AppError("not_found", "There is no such product.");
    return product;
  },

  sellable(variantIds: readonly string[], currency: string): Promise<SellableVariant[]> {
    if (variantIds.length > SELLABLE_MAX) {
      throw new AppError("validation_failed", `At most ${SELLABLE_MAX} variants at once.`);
    }
    return store.sellable(variantIds, currency);
  },
});
export type ProductsService = ReturnType<typeof productsService>;
