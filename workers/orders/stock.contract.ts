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
