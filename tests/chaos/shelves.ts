/** The number of variants on sale, and how many of them are scarce. */
export const VARIANTS = 12;
export const SCARCE_VARIANTS = 2;

export const SECOND_LOCATION_ID = "loc_secondwarehouse";

const PLENTY_PER_ORDER = 5;
const SCARCE_PER_ORDERS = 4;

/** Returns the units of a variant in a run: the first variants are scarce. */
export const unitsFor = (index: number, orders: number) =>
  index < SCARCE_VARIANTS ? Math.ceil(orders / SCARCE_PER_ORDERS) : orders * PLENTY_PER_ORDER;

/** Returns the units at each location of a variant that is not scarce. */
export const shelfUnits = (orders: number) => Math.floor(unitsFor(SCARCE_VARIANTS, orders) / 2);
