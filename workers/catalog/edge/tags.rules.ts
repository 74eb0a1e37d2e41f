/** The tag of every public answer of the catalog, except pictures. */
export const EVERYTHING = "catalog";

/** The tag of answers with several products. A change of one product may move it into or within any of them. */
export const LISTS = "lists";

/** The most tags that Cloudflare purges in one call. */
export const PURGED_TAGS_MAX = 100;

/** Returns the tags of the answers that show products, or that may show them now. */
export const tagsOfProducts = (productIds: readonly string[]): readonly string[] =>
  productIds.length < PURGED_TAGS_MAX ? [LISTS, ...productIds] : [EVERYTHING];
