/** The interval between writes of a key's last use. */
export const USE_NOTED_EVERY_MS = 60_000;
