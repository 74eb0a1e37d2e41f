/** Time as a dependency: epoch milliseconds. Tests hand in one that they move. */
export interface Clock {
  now(): number;
}

export const systemClock: Clock = { now: () => Date.now() };
