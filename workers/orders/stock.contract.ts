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
