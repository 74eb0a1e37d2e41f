/** Returns the units that an order needs of each variant, summed over its lines. */
export const demandOf = (lines: readonly { variantId: string; quantity: number }[]) => {
  const demand = new Map<string, number>();
  for (const { variantId, quantity } of lines) {
    demand.set(variantId, (demand.get(variantId) ?? 0) + quantity);
  }
  return demand;
};
