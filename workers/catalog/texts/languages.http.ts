import type { Context } from "hono";
import type { Languages, Spoken } from "#catalog/texts/text.rules";
import { ACTOR_HEADER } from "#kernel/actor";
import { LOCALES_HEADER } from "#kernel/routes/edge-headers";
import { askedIn, fallbacksOf } from "#kernel/routes/languages";

/** Returns the languages that a request asks for: `locale` and then the shop's own, or those of Accept-Language. */
export const languagesOf = (c: Context, own: string, locale: string | undefined): Languages => ({
  own,
  asked:
    locale === undefined ? askedIn(c.req.header("accept-language")) : [...fallbacksOf(locale), own],
});

/** The headers on which a public answer with texts depends. Only the gateway sets the actor. */
export const VARIES_BY_LANGUAGE = { Vary: `${ACTOR_HEADER}, Accept-Language` };

/** Returns the headers of an answer in a language. An empty list has no language. */
export const spokenHeaders = (spoken: Spoken | null | undefined): Record<string, string> => ({
  ...VARIES_BY_LANGUAGE,
  ...(spoken
    ? { "Content-Language": spoken.locale, [LOCALES_HEADER]: spoken.locales.join(",") }
    : {}),
});
