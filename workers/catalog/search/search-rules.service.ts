import type { SearchRulesStore } from "#catalog/search/search-rules.store";
import type { SearchIndex } from "#catalog/search-index/search-index.port";
import { queriedWords } from "#catalog/search-index/search-text.rules";
import {
  SEARCH_RULES_MAX,
  type SearchRule,
  type SearchRuleKind,
} from "#catalog/search-rules.contract";
import { searchRulesChanged } from "#events/catalog";
import type { Clock } from "#kernel/clock";
import { AppError } from "#kernel/errors";
import { newEvent } from "#kernel/events/events";
import type { Outbox } from "#kernel/events/outbox";
import type { Answer, Idempotency, KeyedRequest } from "#kernel/mutations/idempotency";
import { once } from "#kernel/mutations/once";
import { CONFLICT, retryOnConflict } from "#kernel/mutations/retry-on-conflict";

interface Dependencies {
  store: SearchRulesStore;
  outbox: Outbox;
  idempotency: Pick<Idempotency, "find" | "insertFinished">;
  clock: Clock;
}

/** Copies synonyms and curations into the search engine. */
export const searchRulesSync = ({
  store,
  index,
}: {
  store: Pick<SearchRulesStore, "all">;
  index: Pick<SearchIndex, "putRules">;
}) => ({
  /**
   * Writes the rules until none has changed during the write: the search engine has no conditional write, so the
   * writer with the older rules may be the last one.
   */
  async sync(): Promise<void> {
    let rules = await store.all();
    await retryOnConflict(async () => {
      await index.putRules(rules);
      const written = JSON.stringify(rules);
      rules = await store.all();
      return JSON.stringify(rules) === written ? undefined : CONFLICT;
    });
  },
});
export type SearchRulesSync = ReturnType<typeof searchRulesSync>;

const ID = /^[a-z0-9][a-z0-9-]{0,63}$/;

const invalid = (pointer: string, code: string, message: string) =>
  new AppError("validation_failed", undefined, { errors: [{ pointer, code, message }] });

/** @throws 400 `validation_failed` for words that no text contains */
const requireWords = (rule: SearchRule) => {
  const texts: [pointer: string, text: string][] =
    "query" in rule
      ? [["/query", rule.query]]
      : [
          ...(rule.root === null ? [] : ([["/root", rule.root]] as [string, string][])),
          ...rule.synonyms.map((text, at): [string, string] => [`/synonyms/${at}`, text]),
        ];
  const [empty] = texts.find(([, text]) => queriedWords(text.replace(/[{}]/g, " ")) === "") ?? [];
  if (empty) throw invalid(empty, "no_word", "Must contain a word.");
};

/** @throws 400 `validation_failed` */
const requireId = (id: string) => {
  if (ID.test(id)) return;
  throw new AppError(
    "validation_failed",
    "An id is 1 to 64 lower-case letters, digits and hyphens, and begins with a letter or digit.",
  );
};

/** Synonyms and curations as staff write them. */
export const searchRulesService = ({ store, outbox, idempotency, clock }: Dependencies) => {
  const changeOnce = (request: KeyedRequest | undefined, effect: () => Promise<Answer>) =>
    once({ request, find: async (keyed) => (await idempotency.find(keyed))?.answer, effect });

  const effectsOf = (id: string, request: KeyedRequest | undefined, answer: Answer) => {
    const event = newEvent(searchRulesChanged, {
      ...{ source: "catalog", subject: id, sequence: clock.now(), data: {}, nowMs: clock.now() },
    });
    const finished = request ? [idempotency.insertFinished(request, answer)] : [];
    return { event, effects: [...finished, outbox.announce([event])] };
  };

  return {
    async list(kind: SearchRuleKind) {
      const rows = await store.list(kind);
      return rows.map(({ id, rule, updatedAt }) => ({
        id,
        ...rule,
        updatedAt: new Date(updatedAt).toISOString(),
      }));
    },

    /** Creates or replaces a rule. @throws 400 `validation_failed` */
    put: (
      kind: SearchRuleKind,
      { id, rule }: { id: string; rule: SearchRule },
      request: KeyedRequest | undefined,
    ) =>
      changeOnce(request, async () => {
        requireId(id);
        requireWords(rule);
        const updatedAt = clock.now();
        const shown = { id, ...rule, updatedAt: new Date(updatedAt).toISOString() };
        const answer = { status: 200, body: JSON.stringify(shown) };
        const { event, effects } = effectsOf(id, request, answer);
        const written = await store.put({ kind, id }, { rule, updatedAt }, effects);
        if (!written.ok) throw invalid("", "too_many", `At most ${SEARCH_RULES_MAX} are kept.`);
        outbox.kick([event]);
        return answer;
      }),

    /** Deletes a rule, if there is one. */
    delete: (kind: SearchRuleKind, id: string, request: KeyedRequest | undefined) =>
      changeOnce(request, async () => {
        const answer = { status: 204, body: "" };
        const { event, effects } = effectsOf(id, request, answer);
        await store.delete({ kind, id }, effects);
        outbox.kick([event]);
        return answer;
      }),
  };
};
export type SearchRulesService = ReturnType<typeof searchRulesService>;
