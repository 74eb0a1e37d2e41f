import type { AvailabilityService } from "#catalog/availability/availability.service";
import type { BundlesService } from "#catalog/availability/bundles.service";
import type { CategoryProductsService } from "#catalog/categories/category-products.service";
import type { CollectionProductsService } from "#catalog/collections/collection-products.service";
import type { EdgeCache } from "#catalog/edge/edge-cache.client";
import { EVERYTHING, LISTS, tagsOfProducts } from "#catalog/edge/tags.rules";
import type { JobStepsService } from "#catalog/jobs/job-steps.service";
import type { CustomerGroupsService } from "#catalog/pricing/customer-groups.service";
import type { PriceRefreshService } from "#catalog/pricing/price-refresh.service";
import type { AuthorsService } from "#catalog/reviews/authors.service";
import type { IndexingService } from "#catalog/search/indexing.service";
import type { SearchRulesSync } from "#catalog/search/search-rules.service";
import type { StockAlertsService } from "#catalog/stock-alerts/stock-alerts.service";
import type { WishlistService } from "#catalog/wishlist/wishlist.service";
import {
  categoryChanged,
  categoryProductsDue,
  collectionChanged,
  collectionProductsDue,
  jobStepDue,
  marketChanged,
  priceListChanged,
  pricesDue,
  productCreated,
  productDeleted,
  productRelisted,
  productUpdated,
  searchRulesChanged,
} from "#events/catalog";
import { inventoryAdjusted, inventoryLow, inventoryReleased } from "#events/orders";
import { userErased } from "#events/users";
import { type Envelope, type EventHandler, handles } from "#kernel/events/events";

interface Services {
  edge: EdgeCache;
  indexing: IndexingService;
  searchRules: SearchRulesSync;
  availability: AvailabilityService;
  bundles: Pick<BundlesService, "follow">;
  authors: AuthorsService;
  wishlist: Pick<WishlistService, "erase">;
  categoryProducts: CategoryProductsService;
  collectionProducts: CollectionProductsService;
  jobSteps: JobStepsService;
  customerGroups: Pick<CustomerGroupsService, "forget">;
  priceRefresh: PriceRefreshService;
  stockAlerts: Pick<StockAlertsService, "announce">;
}

/** Purges the answers that show a change once its effect is done, also when the effect fails and is tried again. */
const thenPurged = async (
  edge: EdgeCache,
  tags: readonly string[],
  effect: Promise<unknown>,
): Promise<void> => {
  try {
    await effect;
  } finally {
    await edge.purge(tags);
  }
};

/** Returns the event handlers. All read the current state, so late and duplicate events are safe. */
export const catalogHandlers = ({
  edge,
  indexing,
  searchRules,
  availability,
  bundles,
  authors,
  wishlist,
  categoryProducts,
  collectionProducts,
  jobSteps,
  customerGroups,
  priceRefresh,
  stockAlerts,
}: Services): EventHandler[] => {
  const refresh = (productIds: readonly string[]) =>
    thenPurged(edge, tagsOfProducts(productIds), indexing.refresh(productIds));
  const followStock = ({ variantIds }: { variantIds: string[] }, event: Envelope) =>
    availability.refresh(variantIds, event.id);
  const followPrices = () => thenPurged(edge, [EVERYTHING], priceRefresh.step());
  const purgeAll = () => edge.purge([EVERYTHING]);

  return [
    handles(productCreated, ({ productId }) => refresh([productId])),
    handles(productUpdated, async ({ productId }, event) => {
      // First, because bundles and alerts do not wait for a search engine that is down.
      await bundles.follow(productId, event.id);
      await stockAlerts.announce(productId);
      await refresh([productId]);
    }),
    handles(productDeleted, ({ productId }) => refresh([productId])),
    handles(productRelisted, ({ productIds }) => refresh(productIds)),
    handles(searchRulesChanged, () => thenPurged(edge, [LISTS], searchRules.sync())),
    handles(categoryChanged, purgeAll),
    handles(categoryProductsDue, categoryProducts.follow),
    handles(collectionChanged, purgeAll),
    handles(collectionProductsDue, (due, event) =>
      thenPurged(edge, [LISTS], collectionProducts.follow(due, event)),
    ),
    handles(jobStepDue, jobSteps.follow),
    handles(priceListChanged, followPrices),
    handles(marketChanged, followPrices),
    handles(pricesDue, async () => void (await priceRefresh.step())),
    handles(userErased, async ({ userId }) => {
      await authors.erase(userId);
      await wishlist.erase(userId);
      await customerGroups.forget(userId);
    }),
    handles(inventoryLow, followStock),
    handles(inventoryReleased, followStock),
    handles(inventoryAdjusted, followStock),
  ];
};
