import type { StockService } from "#catalog/availability/availability.service";
import type { IndexingService } from "#catalog/search/indexing.service";
import { productCreated, productUpdated } from "#contract/catalog";
import { inventoryAdjusted, inventoryLow, inventoryReleased } from "#contract/orders";
import { type Hearing, hears } from "#kernel/events";

interface Services {
  indexing: IndexingService;
  stock: StockService;
}

/** What the catalog hears. Every one says "look again", so twice, late or out of order is harmless. */
export const catalogHearings = ({ indexing, stock }: Services): Hearing[] => [
  hears(productCreated, ({ productId }) => indexing.refresh([productId])),
  hears(productUpdated, ({ productId }) => indexing.refresh([productId])),
  hears(inventoryLow, ({ variantIds }, event) => stock.refresh(variantIds, event.id)),
  hears(inventoryReleased, ({ variantIds }, event) => stock.refresh(variantIds, event.id)),
  hears(inventoryAdjusted, ({ variantIds }, event) => stock.refresh(variantIds, event.id)),
];
