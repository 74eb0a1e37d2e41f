import type { AgreedTerms } from "#contract/orders";

/** The agreed terms of an order. Older orders have no note, tax rate or consent to SMS. */
export type OrderSnapshot = Omit<AgreedTerms, "note" | "taxRatePpm" | "sms"> &
  Partial<Pick<AgreedTerms, "note" | "taxRatePpm" | "sms">>;
