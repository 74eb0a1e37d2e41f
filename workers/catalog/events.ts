import type { AvailabilityService } from "#catalog/availability/availability.service";
import type { IndexingService } from "#catalog/search/indexing.service";
import { productCreated, productUpdated } from "#contract/catalog";
import { inventoryAdjusted, inventoryLow, inventoryReleased } from "#contract/orders";
import { type Hearing, hears } from "#kernel/events/events";

interface Services {
  indexing: IndexingService;
  availability: AvailabilityService;
}

/** Returns the event handlers. All read the current state, so late and duplicate events are safe. */
export const catalogHandlers = ({ indexing, availability }: Services): Hearing[] => [
  hears(productCreated, ({ productId }) => indexing.refresh([productId])),
  hears(productUpdated, ({ productId }) => indexing.refresh([productId])),
  hears(inventoryLow, ({ variantIds }, event) => availability.refresh(variantIds, event.id)),
  hears(inventoryReleased, ({ variantIds }, event) => availability.refresh(variantIds, event.id)),
  hears(inventoryAdjusted, ({ variantIds }, event) => availability.refresh(variantIds, event.id)),
];
