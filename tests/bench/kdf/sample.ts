const ENCODER = new TextEncoder();

/** The input of every derivation in the bench. */
export const PASSWORD = ENCODER.encode("corner-shop-2026");
export const SALT = ENCODER.encode("sixteen bytes ok");
