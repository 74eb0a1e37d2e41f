export type Random = () => number;

/**
 * Creates a Mulberry32 generator of numbers from 0 to below 1. The same seed gives the same numbers, so a run
 * can be repeated.
 */
export const seededRandom = (seed: number): Random => {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let t = state;
    t = Math.imul(t ^ (t >>> 15), t | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  };
};

/** Returns one of the items, each with equal probability. */
export const oneOf = <T>(items: readonly T[], random: Random): T => {
  const item = items[Math.floor(random() * items.length)];
  if (item === undefined) throw new Error("Cannot choose from an empty list.");
  return item;
};
