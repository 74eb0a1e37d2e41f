/** Time as a dependency, in epoch milliseconds. Tests pass one that they control. */
export interface Clock {
  now(): number;
}

export const systemClock: Clock = { now: () => Date.now() };
