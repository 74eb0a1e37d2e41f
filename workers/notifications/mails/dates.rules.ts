const DATES = new Intl.DateTimeFormat("en", { dateStyle: "long", timeZone: "UTC" });

/** Returns a date for readers: `November 22, 2026`. */
export const dateOf = (iso: string) => DATES.format(new Date(iso));
