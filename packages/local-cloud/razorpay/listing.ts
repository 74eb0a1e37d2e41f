/** Returns a list in Razorpay's form. */
export const collection = <T>(items: T[]) => ({
  entity: "collection" as const,
  count: items.length,
  items,
});
