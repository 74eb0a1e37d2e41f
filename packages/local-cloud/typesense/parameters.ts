import { Refusal } from "./refusal";
import type { TextMatchType } from "./score";
import type { TokenOrder } from "./terms";

/** The unparsed parameters of one search. */
export type RawParameters = Readonly<Record<string, string>>;

const UNSIGNED = {
  min_len_1typo: 4,
  min_len_2typo: 7,
  drop_tokens_threshold: 1,
  typo_tokens_threshold: 1,
  max_facet_values: 10,
  limit_hits: 1_000_000,
  snippet_threshold: 30,
  highlight_affix_num_tokens: 4,
  page: 0,
  offset: 0,
  group_limit: 3,
  max_candidates: 0,
  facet_query_num_typos: 2,
  synonym_num_typos: 0,
  max_filter_by_candidates: 4,
};

const FLAGS = {
  prioritize_exact_match: true,
  prioritize_token_position: false,
  exhaustive_search: false,
  enable_curations: true,
  enable_overrides: true,
  enable_highlight_v1: true,
  prioritize_num_matching_fields: true,
  group_missing_values: true,
  enable_typos_for_numerical_tokens: true,
  enable_typos_for_alpha_numerical_tokens: true,
  enable_synonyms: true,
  demote_synonym_match: false,
  synonym_prefix: false,
  filter_curated_hits: false,
  validate_field_names: true,
};

const TEXTS = {
  filter_by: "",
  facet_query: "",
  highlight_fields: "",
  highlight_full_fields: "",
  highlight_start_tag: "<mark>",
  highlight_end_tag: "</mark>",
  pinned_hits: "",
  hidden_hits: "",
  drop_tokens_mode: "right_to_left",
  curation_tags: "",
  facet_strategy: "automatic",
  sort_by: "",
};

type Numbers = typeof UNSIGNED;
type Flags = typeof FLAGS;
type Texts = typeof TEXTS;

export type SplitJoin = "off" | "fallback" | "always";

/** The parameters of one search, with Typesense's names and defaults. */
export interface Parameters extends Numbers, Flags, Texts {
  q: string;
  query_by: string[];
  query_by_weights: number[];
  num_typos: number[];
  prefix: boolean[];
  facet_by: string[];
  group_by: string[];
  include_fields: string[];
  exclude_fields: string[];
  synonym_sets: string[];
  per_page: number;
  text_match_type: TextMatchType;
  split_join_tokens: SplitJoin;
  rank_tokens_by: TokenOrder | undefined;
}

const UNSIGNED_MAX = 2 ** 32 - 1;

const unsigned = (name: string, text: string) => {
  const value = /^\d+$/.test(text) ? Number(text) : Number.NaN;
  if (!(value <= UNSIGNED_MAX)) {
    throw new Refusal(400, `Parameter \`${name}\` must be an unsigned integer.`);
  }
  return value;
};

/** Splits a list into trimmed parts, without empty ones. */
export const splitList = (text: string | undefined, separator = ",") =>
  (text ?? "")
    .split(separator)
    .map((part) => part.trim())
    .filter((part) => part !== "");

/** Splits `facet_by` at the commas outside parentheses. */
const splitFacets = (text: string | undefined) =>
  ((text ?? "").match(/(?:\([^)]*\)?|[^,(])+/g) ?? [])
    .map((part) => part.trim())
    .filter((part) => part !== "");

const unsignedList = (raw: RawParameters, name: string, fallback: readonly number[]) =>
  raw[name] === undefined
    ? [...fallback]
    : splitList(raw[name]).map((text) => unsigned(name, text));

const oneOf = <T extends string>(text: string | undefined, choices: readonly T[], fallback: T) =>
  choices.find((choice) => choice === text) ?? fallback;

const splitJoin = (text: string | undefined): SplitJoin => {
  if (text === "false") return "off";
  return oneOf(text, ["off", "fallback", "always"], "fallback");
};

const tokenOrder = (text: string | undefined): TokenOrder | undefined => {
  const order = text?.toUpperCase();
  if (order === "DEFAULT_SORTING_FIELD") return "max_score";
  return order === "FREQUENCY" ? "frequency" : undefined;
};

/** Returns the page size. `limit` is another name of `per_page`. A facet query returns no hits by default. */
const perPage = (raw: RawParameters) => {
  if (raw.per_page !== undefined) return unsigned("per_page", raw.per_page);
  if (raw.limit !== undefined) return unsigned("limit", raw.limit);
  return raw.facet_query ? 0 : 10;
};

const CANDIDATES_EXHAUSTIVE = 10_000;
const CANDIDATES = 10;

/** Parses the parameters of a search. Ignores unknown ones. */
export const parseParameters = (raw: RawParameters): Parameters => {
  if (raw.q === undefined) throw new Refusal(400, "Parameter `q` is required.");
  const parameters: Parameters = {
    ...UNSIGNED,
    ...FLAGS,
    ...TEXTS,
    q: raw.q,
    query_by: splitList(raw.query_by),
    query_by_weights: unsignedList(raw, "query_by_weights", []),
    num_typos: unsignedList(raw, "num_typos", [2]),
    prefix:
      raw.prefix === undefined ? [true] : splitList(raw.prefix).map((each) => each === "true"),
    facet_by: splitFacets(raw.facet_by),
    group_by: splitList(raw.group_by),
    include_fields: splitList(raw.include_fields),
    exclude_fields: splitList(raw.exclude_fields),
    synonym_sets: splitList(raw.synonym_sets),
    per_page: perPage(raw),
    text_match_type: oneOf(
      raw.text_match_type,
      ["max_score", "max_weight", "sum_score"],
      "max_score",
    ),
    split_join_tokens: splitJoin(raw.split_join_tokens),
    rank_tokens_by: tokenOrder(raw.rank_tokens_by),
  };
  for (const [name, text] of Object.entries(raw)) {
    if (Object.hasOwn(UNSIGNED, name)) {
      parameters[name as keyof Numbers] = unsigned(name, text);
    } else if (Object.hasOwn(FLAGS, name)) parameters[name as keyof Flags] = text === "true";
    else if (Object.hasOwn(TEXTS, name)) parameters[name as keyof Texts] = text;
  }
  if (parameters.max_candidates === 0) {
    parameters.max_candidates = parameters.exhaustive_search ? CANDIDATES_EXHAUSTIVE : CANDIDATES;
  }
  return parameters;
};
