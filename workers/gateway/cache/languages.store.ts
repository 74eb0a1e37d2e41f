import type { Target } from "#gateway/requests/target.rules";
import { LOCALES_HEADER } from "#kernel/routes/edge-headers";
import type { AnswerCache } from "./cache.store";
import { spokenRead } from "./spoken-read.rules";

/**
 * The locales of the shop, as answers of the catalog name them. Unknown in a new isolate, whose first read is
 * forwarded in the languages of the client.
 */
export const shopLanguages = (cache: Pick<AnswerCache, "purge">) => {
  let named: string | undefined;
  let locales: readonly string[] | undefined;

  const learn = (answer: Response) => {
    const header = answer.headers.get(LOCALES_HEADER);
    if (header === null || header === named) return;
    // Entries were named by the former locales.
    if (named !== undefined) cache.purge(["*"]);
    named = header;
    locales = header.split(",");
  };

  /** Returns a target that the cache may answer in a locale of the shop, and others as they are. */
  const spoken = (target: Target, headers: Headers): Target =>
    target.read === undefined
      ? target
      : {
          ...target,
          ...spokenRead(target.read, headers.get("accept-language"), locales),
        };

  return {
    spoken,

    /** Forgets the locales, because a change by staff may have added or removed one. */
    forget() {
      named = undefined;
      locales = undefined;
    },

    /**
     * Learns the locales that an answer names. Returns the target by them, and whether the answer is the one to it:
     * one in the languages of the client always is.
     */
    after(target: Target, headers: Headers, answer: Response) {
      learn(answer);
      const now = spoken(target, headers);
      const isSame = now.cacheKey === target.cacheKey && now.language === target.language;
      return { target: now, isAnswered: target.language === null || isSame };
    },
  };
};
export type ShopLanguages = ReturnType<typeof shopLanguages>;
