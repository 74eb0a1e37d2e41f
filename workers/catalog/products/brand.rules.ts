import { foldCase } from "#kernel/fold";

/** Returns the key by which lists are filtered, from a brand. */
export const brandKeyOf = (brand: string | null) => brand && foldCase(brand.trim());
