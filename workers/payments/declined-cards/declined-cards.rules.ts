/** After this many declined payments a card is paused, as a cart. Each further decline starts another pause. */
export const DECLINES_FREE = 5;
/** The first pause of a card. Each further decline doubles it, up to the longest. */
export const CARD_PAUSE_MS = 60_000;
export const CARD_PAUSE_MS_MAX = 24 * 60 * 60 * 1000;
/** How long the count of a card is stored after its last decline. */
export const DECLINES_KEPT_MS = 7 * 24 * 60 * 60 * 1000;

/** The failure code of a payment that was refused because its card is paused. */
export const CARD_PAUSED = "card_paused";
