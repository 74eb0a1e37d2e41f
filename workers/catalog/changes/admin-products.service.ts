import * as z from "zod";
import type {
  AdminProduct,
  AdminProductQuery,
  ListedAdminProduct,
} from "#catalog/admin-products.contract";
import type { AdminProductsStore } from "#catalog/changes/admin-products.store";
import type { OrdersRpc } from "#contract/orders";
import { currentTrace } from "#kernel/call";
import { AppError } from "#kernel/errors";
import { titleKeyOf } from "#kernel/fold";
import { log } from "#kernel/log";
import { decodeCursor, type Page, pageOf } from "#kernel/routes/page";

const OfIds = z.tuple([z.string()]);
const OfTitles = z.tuple([z.string(), z.string()]);

interface Dependencies {
  store: AdminProductsStore;
  orders: Pick<OrdersRpc, "stockBalances">;
}

/** Reads products for staff, in any status. */
export const adminProductsService = ({ store, orders }: Dependencies) => {
  /** Returns none while the stock cannot be read, because staff can change a product without it. */
  const balancesOf = async (variantIds: string[]) => {
    try {
      const levels = await orders.stockBalances(variantIds, currentTrace());
      return new Map(levels.map(({ variantId, ...stock }) => [variantId, stock]));
    } catch (error) {
      log.warn("products.stock_unread", { error });
      return new Map<string, never>();
    }
  };

  const stocked = async (product: AdminProduct): Promise<AdminProduct> => {
    const balances = await balancesOf(product.variants.map(({ id }) => id));
    const variants = product.variants.map((variant) => {
      const stock = balances.get(variant.id);
      return stock ? { ...variant, stock } : variant;
    });
    return { ...product, variants };
  };

  const newest = async ({ limit, cursor, ...filter }: AdminProductQuery) => {
    const [beforeId] = decodeCursor(cursor, OfIds) ?? [];
    const rows = await store.list({ ...filter, limit: limit + 1, beforeId });
    return pageOf(
      rows,
      limit,
      ({ id }) => [id],
      (product) => product,
    );
  };

  const byTitle = async (q: string, { limit, cursor, ...filter }: AdminProductQuery) => {
    const after = decodeCursor(cursor, OfTitles);
    const rows = await store.withTitle(titleKeyOf(q), { ...filter, limit: limit + 1, after });
    return pageOf(
      rows,
      limit,
      ({ titleKey, product }) => [titleKey, product.id],
      ({ product }) => product,
    );
  };

  return {
    /** Returns a product with its stock, and its version. @throws 404 `not_found` */
    async read(productId: string) {
      const found = await store.read(productId);
      if (!found) throw new AppError("not_found", "No product has this id.");
      return { product: await stocked(JSON.parse(found.json)), version: found.version };
    },

    /** Returns products, newest first; with `q` those of a SKU or barcode, else by title. */
    async list(query: AdminProductQuery): Promise<Page<ListedAdminProduct>> {
      const { q, cursor, ...filter } = query;
      if (q === undefined) return newest(query);
      const coded = cursor === undefined ? await store.withCode(q, filter) : [];
      return coded.length > 0 ? { data: coded, nextCursor: null } : byTitle(q, query);
    },
  };
};
export type AdminProductsService = ReturnType<typeof adminProductsService>;
