import * as z from "zod";
import { defineEvent } from "#kernel/events/events";
import { Id } from "#kernel/ids";

const ProductEvent = z.object({ productId: Id("product") });
/** Fired when shoppers can see a product for the first time. */
export const productCreated = defineEvent("product.created", ProductEvent, ["catalog"]);
/** Fired when text, price, category, rating, availability or visibility of a product changes for shoppers. */
export const productUpdated = defineEvent("product.updated", ProductEvent, ["catalog"]);
/** Fired when a product that shoppers could see is deleted. */
export const productDeleted = defineEvent("product.deleted", ProductEvent, ["catalog"]);
/** Fired when the listings of a bounded number of products have followed a category, a collection or price lists. */
export const productRelisted = defineEvent(
  "product.relisted",
  z.object({ productIds: z.array(Id("product")) }),
  ["catalog"],
);

/** Fired when staff create, change, move or delete a category. */
export const categoryChanged = defineEvent(
  "category.changed",
  z.object({ categoryId: Id("category") }),
  ["catalog"],
);
/** Fired when products of a changed category, or of one below it, have to follow, from the one after `after` on. */
export const categoryProductsDue = defineEvent(
  "category.products_due",
  z.object({
    categoryId: Id("category"),
    after: z.object({ categoryId: Id("category"), productId: z.string() }).nullable(),
  }),
  ["catalog"],
);

/** Fired when staff create, change or delete a collection, or pick its products. */
export const collectionChanged = defineEvent(
  "collection.changed",
  z.object({ collectionId: Id("collection") }),
  ["catalog"],
);
/** Fired when products have to follow new rules of a collection, or leave a deleted one, from the one after `after` on. */
export const collectionProductsDue = defineEvent(
  "collection.products_due",
  z.object({
    collectionId: Id("collection"),
    rulesVersion: z.int(),
    after: z.string(),
  }),
  ["catalog"],
);

/** Fired when staff create, change or delete a price list. */
export const priceListChanged = defineEvent(
  "price_list.changed",
  z.object({ priceListId: Id("priceList") }),
  ["catalog"],
);
/** Fired when staff create, change or delete a market. */
export const marketChanged = defineEvent("market.changed", z.object({ marketId: Id("market") }), [
  "catalog",
]);

/** Fired when more products may have to follow price lists that begin, end or change. */
export const pricesDue = defineEvent("prices.due", z.object({}), ["catalog"]);

/** Fired when staff change synonyms or curations of the search. */
export const searchRulesChanged = defineEvent("search.rules_changed", z.object({}), ["catalog"]);

/** Fired when the next step of a job has to be done. */
export const jobStepDue = defineEvent(
  "job.step_due",
  z.object({ jobId: Id("job"), step: z.int() }),
  ["catalog"],
);

/** Fired when a buyer submits a review, which waits for staff. Has no handler. */
export const reviewSubmitted = defineEvent(
  "review.submitted",
  z.object({ reviewId: Id("review"), productId: Id("product"), rating: z.int() }),
  [],
);

/** Fired once for each address that waited for a variant that can be bought again. */
export const stockAlertDue = defineEvent(
  "stock_alert.due",
  z.object({ alertId: Id("stockAlert") }),
  ["notifications"],
);

/** All events of this Worker. */
export const EVENTS = [
  productCreated,
  productUpdated,
  productDeleted,
  productRelisted,
  categoryChanged,
  categoryProductsDue,
  collectionChanged,
  collectionProductsDue,
  priceListChanged,
  marketChanged,
  pricesDue,
  searchRulesChanged,
  jobStepDue,
  stockAlertDue,
  reviewSubmitted,
];
