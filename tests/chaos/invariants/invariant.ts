import type { Evidence } from "#tests/chaos/evidence";

/** A promise of the shop, with the function that finds its violations in the evidence of a run. */
export interface Invariant {
  id: string;
  title: string;
  violations(evidence: Evidence): string[];
}

/** A promise about a feature or an act that a run does not have. */
export interface NotApplicable {
  id: string;
  title: string;
  why: string;
  /** The path of the tests that hold it instead. */
  heldBy: string;
}

export const invariant = (
  id: string,
  title: string,
  violations: Invariant["violations"],
): Invariant => ({ id, title, violations });

/** Adds up numbers by a key. */
export const sumBy = <T>(
  rows: readonly T[],
  keyOf: (row: T) => string,
  numberOf: (row: T) => number,
) => {
  const sums = new Map<string, number>();
  for (const row of rows) sums.set(keyOf(row), (sums.get(keyOf(row)) ?? 0) + numberOf(row));
  return sums;
};

export const byOrder = <T extends { orderId: string }>(rows: readonly T[]) =>
  Map.groupBy(rows, ({ orderId }) => orderId);

/** Returns the keys that occur more than once. */
export const repeated = (keys: readonly string[]) =>
  [...Map.groupBy(keys, (key) => key)].filter(([, all]) => all.length > 1).map(([key]) => key);

/** Returns the orders that were confirmed, also if they were cancelled later. */
export const confirmedIds = ({ entries }: Pick<Evidence, "entries">) =>
  new Set(entries.filter(({ type }) => type === "confirmed").map(({ orderId }) => orderId));
