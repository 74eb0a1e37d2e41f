/** A product in a category, at which a step ends. */
export interface Place {
  categoryId: string;
  productId: string;
}

/** Products of one step. */
export const STEP_PRODUCTS = 50;
/** Categories that one step looks into, so that a tree of empty ones takes no longer. */
export const STEP_CATEGORIES = 50;
