const ENCODER = new TextEncoder();

/** What the bench derives keys from. */
export const PASSWORD = ENCODER.encode("corner-shop-2026");
export const SALT = ENCODER.encode("sixteen bytes ok");
