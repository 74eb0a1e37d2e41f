/** Declined payments of a card before each further one is followed by a pause, as for a cart. */
export const DECLINES_FREE = 5;
/** The first pause of a card; each further decline doubles it, up to the longest. */
export const CARD_PAUSE_MS = 60_000;
export const CARD_PAUSE_MS_MAX = 24 * 60 * 60 * 1000;
/** How long after its last decline a card's count is kept. */
export const DECLINES_KEPT_MS = 7 * 24 * 60 * 60 * 1000;

/** The failure code of a payment that was refused because its card is paused. */
export const CARD_PAUSED = "card_paused";
