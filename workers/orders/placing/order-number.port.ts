/**
 * Returns a random order number: `ORD-` and ten digits. The number does not reveal how many orders the shop
 * has.
 */
export const newOrderNumber = () => {
  const [high = 0, low = 0] = crypto.getRandomValues(new Uint32Array(2));
  const digits = 1_000_000_000 + ((high * 4_294_967_296 + low) % 9_000_000_000);
  return `ORD-${digits}`;
};
