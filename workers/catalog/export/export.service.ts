import type { ProductFilter } from "#catalog/admin-products.contract";
import type { FilteredProducts, ProductWalkStore } from "#catalog/changes/product-walk.store";
import type { Layout } from "#catalog/import/shopify.layouts.rules";
import type { OrdersRpc } from "#contract/orders";
import { currentTrace } from "#kernel/call";
import type { Clock } from "#kernel/clock";
import { csvRecord } from "./csv-text.rules";
import type { ExportStore } from "./export.store";
import { cellsOf, headerOf, rowsOf } from "./shopify-rows.rules";

interface Dependencies {
  store: ExportStore;
  walk: ProductWalkStore;
  orders: Pick<OrdersRpc, "stockLevels">;
  clock: Clock;
}

/** What a client asks for. */
export interface ExportRequest {
  filter: ProductFilter;
  layout: Layout;
  currency: string;
}

/** Products of one statement: their texts and variants are in memory together. */
const PAGE = { products: 50, variants: 2000 };
/** Products of one call for stock, because Cloudflare documents 32 Worker invocations per request. */
const WINDOW = { products: 2000, variants: 10_000 };

/** Writes products as a Shopify product CSV, with a bounded number of them in memory. */
export const exportService = ({ store, walk, orders, clock }: Dependencies) => {
  const availableOf = async (productIds: readonly string[]) => {
    const variantIds = await store.trackedVariants(productIds);
    const levels =
      variantIds.length > 0 ? await orders.stockLevels(variantIds, currentTrace()) : [];
    return new Map(levels.map(({ variantId, available }) => [variantId, available]));
  };

  /** Yields pages of products, with their available units. */
  async function* pages(of: FilteredProducts) {
    for (let after = "", isLast = false; !isLast; ) {
      const window = await walk.next(of, after, WINDOW);
      const available = await availableOf(window.ids);
      for (let behind = after, isEnd = window.ids.length === 0; !isEnd; ) {
        const page = await walk.next({ ids: window.ids }, behind, PAGE);
        yield { products: await store.products(page.ids), available };
        behind = page.ids.at(-1) ?? behind;
        isEnd = page.isLast;
      }
      after = window.ids.at(-1) ?? after;
      isLast = window.isLast;
    }
  }

  async function* texts({ filter, layout, currency }: ExportRequest): AsyncGenerator<string> {
    const header = headerOf(layout, await store.keptColumns());
    yield csvRecord(header.map(({ name }) => name));
    for await (const { products, available } of pages({ filter, createdUntilMs: clock.now() }))
      yield products
        .flatMap((product) => rowsOf(product, { currency, available }))
        .map((row) => csvRecord(cellsOf(row, header)))
        .join("");
  }

  return {
    /** Returns the file as it is read. Fails before the first text if the database does not answer. */
    async export(request: ExportRequest): Promise<AsyncGenerator<string>> {
      const all = texts(request);
      const first = await all.next();
      return (async function* () {
        if (!first.done) yield first.value;
        yield* all;
      })();
    },
  };
};
export type ExportService = ReturnType<typeof exportService>;
