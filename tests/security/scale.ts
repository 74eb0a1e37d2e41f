/**
 * Multiplies the number of attempts: `BODEGA_SECURITY_SCALE=40` turns thousands into the hundreds of
 * thousands of a release.
 */
const SCALE = Number(process.env.BODEGA_SECURITY_SCALE ?? 1);

/** Returns a number of attempts, or their time limit in milliseconds. */
export const scaled = (number: number) => Math.ceil(number * SCALE);
