import type { AgreedTerms } from "#contract/orders";

/** What was agreed when the order was placed. Orders placed before notes were stored have none. */
export type OrderSnapshot = Omit<AgreedTerms, "note"> & Partial<Pick<AgreedTerms, "note">>;
