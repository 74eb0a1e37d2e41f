import type { Field } from "#cloud/typesense/field";

export type NumberComparator = "=" | "!=" | "<" | "<=" | ">" | ">=";

/** A comparison of a number with one value or a range. */
export type NumberTest =
  | { comparator: NumberComparator; value: number }
  | { from: number; to: number };

/**
 * How texts are compared. `contains`: the words in any order. `equals`: exactly these words. `phrase`: these
 * words consecutively.
 */
export type TextComparison = "contains" | "equals" | "phrase";

/** A parsed `filter_by`. */
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
  /** A field that is not in the schema, if the caller allows that. */
  | { kind: "ignored" };
