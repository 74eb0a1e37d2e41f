import * as z from "zod";
import { ProductFilter } from "#catalog/admin-products.contract";
import { PRODUCT_STATUSES } from "#contract/catalog";
import { Id } from "#kernel/ids";
import { Line } from "#kernel/text";

const IDS_MAX = 10_000;
const TAGS_MAX = 50;
const CATEGORIES_MAX = 20;
const FACTOR_MAX = 1000;
/** A factor has at most six decimals, so that its product with an amount is exact. */
export const FACTOR_UNITS = 1_000_000;

const Tags = z.array(Line(255)).min(1).max(TAGS_MAX);

const Factor = z
  .number()
  .min(1 / FACTOR_UNITS)
  .max(FACTOR_MAX)
  .refine((factor) => Math.abs(factor * FACTOR_UNITS - Math.round(factor * FACTOR_UNITS)) < 1e-3, {
    error: "must have at most six decimals",
    params: { code: "too_many_decimals", max: 6 },
  })
  .describe(
    "Multiplies all prices, rounded half away from zero to what providers can charge. `compareAt` stays.",
  );

/** What a bulk change sets on each product. */
const BulkSet = z
  .strictObject({
    status: z.enum(PRODUCT_STATUSES).optional(),
    tagsAdd: Tags.optional(),
    tagsRemove: Tags.optional(),
    categoriesAdd: z.array(Id("category")).min(1).max(CATEGORIES_MAX).optional(),
    priceFactor: Factor.optional(),
  })
  .refine((set) => Object.keys(set).length > 0, {
    error: "must have a member",
    params: { code: "required" },
  });
export type BulkSet = z.infer<typeof BulkSet>;

/** The body of `POST products/bulk`: products by their ids, or by a filter. */
export const BulkChange = z
  .strictObject({
    ids: z.array(Id("product")).min(1).max(IDS_MAX).optional(),
    filter: ProductFilter.optional().describe("`{}` means all products."),
    set: BulkSet,
  })
  .refine(({ ids, filter }) => (ids === undefined) !== (filter === undefined), {
    error: "must have either ids or filter",
    params: { code: "ids_or_filter" },
  });
export type BulkChange = z.infer<typeof BulkChange>;
