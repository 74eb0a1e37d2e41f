import type { StockLevel } from "#orders/stock.contract";

/** How a variant is sold, as the inventory decides it. */
export interface StockRules {
  threshold: number;
  buyerMax: number | null;
  backorderMax: number | null;
  preorderUntil: number | null;
  preorderMax: number | null;
}

/** The stock of a variant with its rules. */
export interface StockRow extends StockLevel, StockRules {
  productId: string;
  sku: string | null;
  updatedAt: number;
}

/** Returns the row with other rules. */
export const withRules = (row: StockRow, rules: Partial<StockRules>, nowMs: number): StockRow => ({
  ...row,
  ...rules,
  version: row.version + 1,
  updatedAt: nowMs,
});

/** Returns the stock of a variant as staff see it. */
export const recordView = (row: StockRow) => {
  const { buyerMax, preorderUntil, preorderMax, updatedAt, ...rest } = row;
  return {
    ...rest,
    perBuyerMax: buyerMax,
    preorder:
      preorderUntil === null
        ? null
        : { availableFrom: new Date(preorderUntil).toISOString(), max: preorderMax },
    updatedAt: new Date(updatedAt).toISOString(),
  };
};
