/**
 * How much more than usual is tried: `BODEGA_SECURITY_SCALE=40` makes the thousands of every build the
 * hundreds of thousands of a release.
 */
const SCALE = Number(process.env.BODEGA_SECURITY_SCALE ?? 1);

/** So many tries, or so many milliseconds for them. */
export const scaled = (number: number) => Math.ceil(number * SCALE);
