import type { AvailabilityService } from "#catalog/availability/availability.service";
import type { CategoryProductsService } from "#catalog/categories/category-products.service";
import type { CollectionProductsService } from "#catalog/collections/collection-products.service";
import type { IndexingService } from "#catalog/search/indexing.service";
import type { SearchRulesSync } from "#catalog/search/search-rules.service";
import {
  categoryProductsDue,
  collectionProductsDue,
  productCreated,
  productDeleted,
  productRelisted,
  productUpdated,
  searchRulesChanged,
} from "#events/catalog";
import { inventoryAdjusted, inventoryLow, inventoryReleased } from "#events/orders";
import { type EventHandler, handles } from "#kernel/events/events";

interface Services {
  indexing: IndexingService;
  searchRules: SearchRulesSync;
  availability: AvailabilityService;
  categoryProducts: CategoryProductsService;
  collectionProducts: CollectionProductsService;
}

/** Returns the event handlers. All read the current state, so late and duplicate events are safe. */
export const catalogHandlers = ({
  indexing,
  searchRules,
  availability,
  categoryProducts,
  collectionProducts,
}: Services): EventHandler[] => [
  handles(productCreated, ({ productId }) => indexing.refresh([productId])),
  handles(productUpdated, ({ productId }) => indexing.refresh([productId])),
  handles(productDeleted, ({ productId }) => indexing.refresh([productId])),
  handles(productRelisted, ({ productIds }) => indexing.refresh(productIds)),
  handles(searchRulesChanged, () => searchRules.sync()),
  handles(categoryProductsDue, categoryProducts.follow),
  handles(collectionProductsDue, collectionProducts.follow),
  handles(inventoryLow, ({ variantIds }, event) => availability.refresh(variantIds, event.id)),
  handles(inventoryReleased, ({ variantIds }, event) => availability.refresh(variantIds, event.id)),
  handles(inventoryAdjusted, ({ variantIds }, event) => availability.refresh(variantIds, event.id)),
];
