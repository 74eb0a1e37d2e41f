import type { Field } from "./field";

export type NumberComparator = "=" | "!=" | "<" | "<=" | ">" | ">=";

/** A number is compared with one value, or must lie between two. */
export type NumberTest =
  | { comparator: NumberComparator; value: number }
  | { from: number; to: number };

/** `contains`: the words in any order. `equals`: exactly these words. `phrase`: these words in a row. */
export type TextComparison = "contains" | "equals" | "phrase";

/** A `filter_by`, parsed. */
export type Filter =
  | { kind: "and" | "or"; left: Filter; right: Filter }
  | { kind: "id"; ids: readonly string[] | "*"; negated: boolean }
  | { kind: "number"; field: Field; tests: readonly NumberTest[]; negated: boolean }
  | {
      kind: "text";
      field: Field;
      comparison: TextComparison;
      values: readonly string[];
      negated: boolean;
    }
  /** A field that is not in the schema, when the caller asked to overlook that. */
  | { kind: "ignored" };
