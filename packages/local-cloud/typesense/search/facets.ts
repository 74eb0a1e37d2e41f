import { countFacet, type FacetScope } from "#cloud/typesense/facet/count";
import type { FacetRequest } from "#cloud/typesense/facet/parser";
import { isArray, isString } from "#cloud/typesense/field";
import { highlightText } from "#cloud/typesense/highlight/text";
import { type MatchedWord, Retrieval } from "#cloud/typesense/retrieval";
import { Found } from "#cloud/typesense/retrieval.found";
import type { Plan } from "./plan";
import type { Subject } from "./subject";
import { queryWords } from "./words";

interface FacetQuery {
  words: readonly string[];
  /** The word combinations that match the query. */
  meanings: readonly (readonly string[])[];
}

const LENGTH_FOR_ONE_TYPO = 3;
const LENGTH_FOR_TWO_TYPOS = 7;

/**
 * Returns the facet query of a field: its words, and the combinations of words like them in the documents of the
 * result.
 */
const facetQueryOf = (subject: Subject, plan: Plan, name: string, ids: readonly number[]) => {
  if (plan.facetQuery?.name !== name) return undefined;
  const { index, scratch } = subject;
  const field = index.indexed(name);
  const { text } = plan.facetQuery;
  const words = isString(field.field) ? index.tokenizer.words(text) : [text];
  if (!field.terms) return { words, meanings: [words] };
  const filter = new Uint8Array(index.alive.length);
  for (const id of ids) filter[id] = 1;
  const searched = {
    name,
    terms: field.terms,
    array: isArray(field.field),
    weight: 1,
    typosMax: plan.parameters.facet_query_num_typos,
    prefix: true,
  };
  const retrieval = new Retrieval(
    {
      scratch,
      fields: [searched],
      filter,
      excluded: new Set(),
      order: "max_score",
      scoring: {
        type: "max_score",
        prioritizeExactMatch: true,
        prioritizeTokenPosition: false,
        prioritizeNumMatchingFields: false,
      },
      candidatesMax: plan.parameters.max_candidates,
      exhaustive: false,
      lengthForOneTypo: LENGTH_FOR_ONE_TYPO,
      lengthForTwoTypos: LENGTH_FOR_TWO_TYPOS,
      typosInNumbers: true,
      typosInOtherThanWords: true,
    },
    new Found(scratch, index.alive.length),
  );
  const wording = {
    synonym: false,
    longestWording: undefined,
    originalWordCount: words.length,
    demoteSynonyms: false,
  };
  retrieval.search(queryWords(words), [], wording, 1);
  return { words, meanings: retrieval.suggestions };
};

const meaningOf = (subject: Subject, { meanings }: FacetQuery, value: string, loosely: boolean) => {
  const words = subject.index.tokenizer.words(value);
  return meanings.find((meaning) =>
    meaning.every((sought) =>
      words.some((word) => (loosely ? word.startsWith(sought) : word === sought)),
    ),
  );
};

const highlighted = (subject: Subject, plan: Plan, query: FacetQuery, value: string) => {
  const { parameters } = plan;
  const meaning = meaningOf(subject, query, value, true) ?? [];
  const sameLength = meaning.length === query.words.length;
  const words = new Map<string, MatchedWord>(
    meaning.map((text, at) => [
      text,
      {
        rootLength: sameLength ? (query.words[at]?.length ?? text.length) : text.length,
        typos: 0,
        prefix: at === meaning.length - 1,
      },
    ]),
  );
  const { tokenizer } = subject.index;
  const standing = tokenizer.words(value).entries();
  const wordAt = new Map([...standing].filter(([, word]) => words.has(word)));
  const marked = highlightText(
    value,
    {
      tokenizer,
      words,
      wordAt,
      positions: [],
      full: false,
      prefixLength: query.words.at(-1)?.length ?? 0,
    },
    {
      startTag: parameters.highlight_start_tag,
      endTag: parameters.highlight_end_tag,
      affixWords: parameters.highlight_affix_num_tokens,
      snippetWords: parameters.snippet_threshold,
    },
  );
  return marked?.snippet ?? value;
};

const facetAnswer = (
  subject: Subject,
  plan: Plan,
  request: FacetRequest,
  scope: Omit<FacetScope, "matches" | "sortColumn">,
) => {
  const { field } = request;
  const index = subject.index.indexed(field.name);
  const query = facetQueryOf(subject, plan, field.name, scope.ids);
  const sortField = request.sortField && subject.index.indexed(request.sortField.name);
  const counted = countFacet(request, index, {
    ...scope,
    matches: query && ((value, loosely) => meaningOf(subject, query, value, loosely) !== undefined),
    sortColumn: sortField?.numbers?.values,
  });
  const { stats } = counted;
  const ranges = request.ranges.length > 0;
  return {
    counts: counted.counts.map(({ text, count }) => ({
      count,
      highlighted: ranges ? "" : query ? highlighted(subject, plan, query, text) : text,
      value: text,
    })),
    field_name: field.name,
    sampled: false,
    stats: {
      ...(stats && stats.count > 0
        ? { avg: stats.sum / stats.count, max: stats.max, min: stats.min, sum: stats.sum }
        : {}),
      total_values: counted.total,
    },
  };
};

/** Returns the `facet_counts` of a search over these documents. */
export const facetAnswers = (
  subject: Subject,
  plan: Plan,
  ids: readonly number[],
  everything: boolean,
  groupOf: ((id: number) => number) | undefined,
) =>
  plan.facets
    .map((request) => ({
      wildcard: request.wildcard,
      answer: facetAnswer(subject, plan, request, {
        ids,
        everything,
        groupOf,
        documentCount: subject.index.size,
        valuesMax: plan.parameters.max_facet_values,
        strategy: plan.parameters.facet_strategy,
      }),
    }))
    .filter(({ wildcard, answer }) => !wildcard || answer.counts.length > 0)
    .map(({ answer }) => answer);
