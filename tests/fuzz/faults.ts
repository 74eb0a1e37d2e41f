import { NO_QUANTITIES, noAmounts, noPrices } from "./amounts";
import type { Column } from "./columns";

export interface CellFault {
  column: Column;
  /** Invalid contents of the cell, for a price of the currency. */
  texts(currency: string): readonly string[];
  /** Other cells that the fault requires. */
  beside?: Partial<Record<Column, string>>;
  /** What the row loses by the fault. */
  loses: "variant" | "image";
}

const CELL_FAULTS = {
  "no price": { column: "price", texts: noPrices, loses: "variant" },
  "no compare-at price": { column: "compareAt", texts: noAmounts, loses: "variant" },
  "no quantity": {
    column: "quantity",
    texts: () => NO_QUANTITIES,
    beside: { tracker: "shopify" },
    loses: "variant",
  },
  "no policy": { column: "policy", texts: () => ["perhaps", "0"], loses: "variant" },
  "long SKU": { column: "sku", texts: () => ["S".repeat(256)], loses: "variant" },
  "missing price": { column: "price", texts: () => ["", "  "], loses: "variant" },
  "missing value": { column: "option1Value", texts: () => ["", " "], loses: "variant" },
  "long value": { column: "option1Value", texts: () => ["V".repeat(256)], loses: "variant" },
  "no address": {
    column: "image",
    texts: () => ["javascript:alert(1)", "not an address", "https://a:b@images.example/", "-"],
    loses: "image",
  },
} satisfies Record<string, CellFault>;

type CellFaultName = keyof typeof CELL_FAULTS;
export const cellFaults: Record<CellFaultName, CellFault> = CELL_FAULTS;

/** How a line can be damaged as a whole. */
const DAMAGES = ["short", "long", "open quote", "wrong byte"] as const;
type ChosenDamage = (typeof DAMAGES)[number];
export const isDamage = (fault: string): fault is ChosenDamage =>
  (DAMAGES as readonly string[]).includes(fault);
/** "encoding" damages a non-ASCII row in a file that is not UTF-8. */
export type Damage = ChosenDamage | "encoding";

/** Faults of a variant's row. */
export type RowFault = CellFaultName | ChosenDamage | "repeated options";
export const ROW_FAULTS: readonly RowFault[] = [
  ...(Object.keys(CELL_FAULTS) as CellFaultName[]),
  ...DAMAGES,
  "repeated options",
];

/** Faults of a first row that lose the whole product. */
export const headFaults = {
  "missing title": { column: "title", text: " " },
  "long title": { column: "title", text: "T".repeat(256) },
  "no status": { column: "status", text: "perhaps" },
  "no word for published": { column: "published", text: "perhaps" },
  "long vendor": { column: "vendor", text: "V".repeat(256) },
  "long type": { column: "type", text: "T".repeat(256) },
} satisfies Record<string, { column: Column; text: string }>;
export type HeadFault = keyof typeof headFaults;
export const HEAD_FAULTS = Object.keys(headFaults) as HeadFault[];
