/** The interval between writes of a key's last use. */
export const USE_NOTED_EVERY_MS = 60_000;

/** The most active keys of the shop. */
export const API_KEYS_MAX = 100;
