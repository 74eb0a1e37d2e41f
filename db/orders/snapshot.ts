import type { AgreedTerms } from "#contract/orders";

/** The agreed terms of an order. Orders placed before notes were stored have no note. */
export type OrderSnapshot = Omit<AgreedTerms, "note"> & Partial<Pick<AgreedTerms, "note">>;
