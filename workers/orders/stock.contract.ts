import * as z from "zod";
import { Id } from "#kernel/ids";

/** The location that always exists. Stock that names no location is there. */
export const DEFAULT_LOCATION_ID = "loc_defaultlocation";
/** The low-stock threshold of a variant without its own. */
export const THRESHOLD_DEFAULT = 5;

/** The accounts of the stock ledger. `backorder` owes units to orders, so its balance is subtracted. */
export const ACCOUNTS = [
  "world",
  "available",
  "reserved",
  "sold",
  "in_transit",
  "backorder",
] as const;

export const RELOCATION_STATUSES = ["in_transit", "received", "cancelled"] as const;

/** What decides how many units of a variant can be sold. */
interface Sellable {
  available: number;
  backorderLeft: number | null;
  preorder: { left: number | null } | null;
}

/** Returns how many units of a variant an order can get, also units that are not in stock. */
export const unitsLeft = (
  { available, preorder, backorderLeft }: Sellable,
  policy: "deny" | "continue" | "untracked",
) => {
  if (policy === "untracked") return Number.POSITIVE_INFINITY;
  if (preorder) return available + (preorder.left ?? Number.POSITIVE_INFINITY);
  return available + (policy === "continue" ? (backorderLeft ?? Number.POSITIVE_INFINITY) : 0);
};

const BALANCES = {
  available: z.int(),
  reserved: z.int(),
  sold: z.int(),
  inTransit: z.int().describe("On the way from one location to another."),
  backordered: z
    .int()
    .describe("Units that orders wait for. They are part of `reserved` and `sold`."),
};

/** The balances of a variant's units, in total and by location. `version` increases with each change of them. */
export const StockLevel = z
  .strictObject({
    variantId: Id("variant"),
    ...BALANCES,
    version: z.int(),
    locations: z.array(z.strictObject({ locationId: Id("location"), ...BALANCES })),
  })
  .meta({ id: "StockLevel" });
export type StockLevel = z.infer<typeof StockLevel>;

/** What can be sold online of a variant. */
export interface SellableStock {
  variantId: string;
  /** The units at locations whose stock orders of the storefront take. */
  available: number;
  version: number;
  /** The maximum number of units in all orders of one buyer; null without a limit. */
  buyerMax: number | null;
  /** How many units may still be backordered, if the catalog allows it; null without a limit. */
  backorderLeft: number | null;
  /** Until `until` (epoch milliseconds), up to `left` units are sold that are not in stock; null without a limit. */
  preorder: { until: number; left: number | null } | null;
  /** The available units by location. */
  locations: { locationId: string; available: number }[];
}

/** A location whose stock orders of the storefront take. */
export interface SourceLocation {
  id: string;
  country: string | null;
  region: string | null;
  postalCode: string | null;
  priority: number;
}

/** The first units of a variant, which the catalog books when it creates the variant. */
export interface OpeningStock {
  variantId: string;
  productId: string;
  sku: string | null;
  quantity: number;
}
