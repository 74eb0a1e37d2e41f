/** The purposes that a person can consent to separately. */
export const CONSENT_PURPOSES = ["marketing", "analytics"] as const;
