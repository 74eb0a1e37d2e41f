/**
 * How long a message may be in doubt: four hours less than Resend stores an idempotency key, counted from the
 * first attempt with an unknown outcome. A later attempt could send the message a second time.
 */
export const DOUBT_MS = 20 * 60 * 60 * 1000;
