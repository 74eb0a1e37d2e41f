/** What an order takes of each variant; equal variants of several lines are one demand. */
export const demandOf = (lines: readonly { variantId: string; quantity: number }[]) => {
  const demand = new Map<string, number>();
  for (const { variantId, quantity } of lines) {
    demand.set(variantId, (demand.get(variantId) ?? 0) + quantity);
  }
  return demand;
};
