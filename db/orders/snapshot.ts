import type { AgreedTerms } from "#contract/orders";

/** The agreed terms of an order. Older orders have no note, or no tax rate. */
export type OrderSnapshot = Omit<AgreedTerms, "note" | "taxRatePpm"> &
  Partial<Pick<AgreedTerms, "note" | "taxRatePpm">>;
