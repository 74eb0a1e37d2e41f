/** A line of an order by what it takes from stock. */
export interface StockedLine {
  variantId: string;
  quantity: number;
  /** Of a bundle, the units in one unit of the line. */
  parts?: readonly { variantId: string; quantity: number }[];
}

/** Returns the units that a line takes of each variant: those of its parts, if it is a bundle. */
export const unitsOfLine = ({ variantId, quantity, parts }: StockedLine) =>
  (parts ?? [{ variantId, quantity: 1 }]).map((part) => ({
    variantId: part.variantId,
    quantity: part.quantity * quantity,
  }));

/** Returns the units that an order needs of each variant, summed over its lines. */
export const demandOf = (lines: readonly StockedLine[]) => {
  const demand = new Map<string, number>();
  for (const { variantId, quantity } of lines.flatMap(unitsOfLine))
    demand.set(variantId, (demand.get(variantId) ?? 0) + quantity);
  return demand;
};
