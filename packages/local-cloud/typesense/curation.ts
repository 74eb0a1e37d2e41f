import { Refusal } from "./refusal";
import { tokenizer } from "./tokenizer";

interface Rule {
  query?: string;
  match?: "exact" | "contains";
  filter_by?: string;
  tags?: string[];
}

/** A curation in Typesense's format. */
export interface CurationItem {
  id: string;
  rule: Rule;
  includes: { id: string; position: number }[];
  excludes: { id: string }[];
  filter_by?: string;
  sort_by?: string;
  replace_query?: string;
  remove_matched_tokens: boolean;
  filter_curated_hits: boolean;
  stop_processing: boolean;
  effective_from_ts?: number;
  effective_to_ts?: number;
  metadata?: Record<string, unknown>;
}

const EFFECTS = [
  "includes",
  "excludes",
  "filter_by",
  "sort_by",
  "remove_matched_tokens",
  "metadata",
  "replace_query",
] as const;

const refuse = (message: string) => {
  throw new Refusal(400, message);
};

type Input = Partial<Record<keyof CurationItem, unknown>>;

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === "object" && value !== null && !Array.isArray(value);

const parseRule = (value: unknown): Rule => {
  if (!isObject(value)) throw new Refusal(400, "Missing `rule` definition.");
  const byQuery = value.query !== undefined && value.match !== undefined;
  if (value.filter_by === undefined && value.tags === undefined && !byQuery) {
    refuse("The `rule` definition must contain either a `tags` or a `query` and `match`.");
  }
  const { tags } = value;
  if (
    tags !== undefined &&
    !(Array.isArray(tags) && tags.every((tag) => typeof tag === "string"))
  ) {
    refuse("The `tags` value must be an array of strings.");
  }
  if (value.filter_by !== undefined && typeof value.filter_by !== "string") {
    refuse("Curation `rule.filter_by` must be a string.");
  }
  if (String(value.query ?? "").includes("{") || String(value.filter_by ?? "").includes("{")) {
    refuse("This stand-in does not support placeholders in rules.");
  }
  return {
    ...(value.query ? { query: String(value.query) } : {}),
    ...(value.match ? { match: value.match as "exact" | "contains" } : {}),
    ...(value.filter_by ? { filter_by: String(value.filter_by) } : {}),
    ...(tags ? { tags: tags as string[] } : {}),
  };
};

const objectsIn = (item: Input, name: "includes" | "excludes") => {
  const list = item[name] ?? [];
  if (!Array.isArray(list)) throw new Refusal(400, `The \`${name}\` value must be an array.`);
  if (!list.every(isObject)) refuse(`The \`${name}\` value must be an array of objects.`);
  return list as Record<string, unknown>[];
};

const parseIncludes = (item: Input) =>
  objectsIn(item, "includes").map(({ id, position }) => {
    if (id === undefined || position === undefined) {
      refuse("Inclusion definition must define both `id` and `position` keys.");
    }
    if (typeof id !== "string") refuse("Inclusion `id` must be a string.");
    if (!Number.isInteger(position)) refuse("Inclusion `position` must be an integer.");
    return { id: String(id), position: Number(position) };
  });

const parseExcludes = (item: Input) =>
  objectsIn(item, "excludes").map(({ id }) => {
    if (id === undefined) refuse("Exclusion definition must define an `id`.");
    if (typeof id !== "string") refuse("Exclusion `id` must be a string.");
    return { id: String(id) };
  });

const flag = (item: Input, name: keyof CurationItem, fallback: boolean) => {
  const value = item[name] ?? fallback;
  if (typeof value !== "boolean") refuse(`The \`${name}\` must be a boolean.`);
  return value === true;
};

const text = (item: Input, name: "filter_by" | "sort_by" | "replace_query") => {
  const value = item[name];
  if (value === undefined || value === "") return {};
  if (typeof value !== "string") refuse(`The \`${name}\` must be a string.`);
  return { [name]: String(value) };
};

/** Validates a curation and adds Typesense's defaults. */
export const parseCuration = (input: unknown): CurationItem => {
  if (!isObject(input)) throw new Refusal(400, "Bad JSON.");
  const item: Input = input;
  const rule = parseRule(item.rule);
  if (!EFFECTS.some((name) => item[name] !== undefined)) {
    refuse(
      "Must contain one of: `includes`, `excludes`, `metadata`, `filter_by`, `sort_by`, `remove_matched_tokens`, `replace_query`.",
    );
  }
  if (item.filter_by === "") refuse("The `filter_by` must be a non-empty string.");
  if (typeof item.id !== "string") refuse("Curation `id` not provided.");
  if (item.replace_query !== undefined && item.remove_matched_tokens === true) {
    refuse("Only one of `replace_query` or `remove_matched_tokens` can be specified.");
  }
  if (item.metadata !== undefined && !isObject(item.metadata)) {
    refuse("The `metadata` must be a JSON object.");
  }
  return {
    id: String(item.id),
    rule,
    includes: parseIncludes(item),
    excludes: parseExcludes(item),
    ...text(item, "filter_by"),
    ...text(item, "sort_by"),
    ...text(item, "replace_query"),
    remove_matched_tokens: flag(item, "remove_matched_tokens", item.filter_by !== undefined),
    filter_curated_hits: flag(item, "filter_curated_hits", false),
    stop_processing: flag(item, "stop_processing", true),
    ...(item.effective_from_ts === undefined
      ? {}
      : { effective_from_ts: Number(item.effective_from_ts) }),
    ...(item.effective_to_ts === undefined
      ? {}
      : { effective_to_ts: Number(item.effective_to_ts) }),
    ...(isObject(item.metadata) ? { metadata: item.metadata } : {}),
  };
};

const { words } = tokenizer();

/** Normalises a query for the comparison with rules. */
export const normalizedQuery = (query: string) => (query === "*" ? "*" : words(query).join(" "));

const containsWords = (query: string, part: string) => ` ${query} `.includes(` ${part} `);

export interface CurationQuery {
  q: string;
  filterBy: string;
  tags: readonly string[];
  nowSeconds: number;
}

const isEffective = (item: CurationItem, nowSeconds: number) =>
  nowSeconds >= (item.effective_from_ts ?? nowSeconds) &&
  nowSeconds <= (item.effective_to_ts ?? nowSeconds);

const ruleMatches = ({ rule }: CurationItem, { q, filterBy }: CurationQuery, tagged: boolean) => {
  if (tagged && !rule.query && !rule.filter_by) return true;
  if (rule.filter_by !== undefined && rule.filter_by !== filterBy) return false;
  if (!rule.query) return rule.filter_by !== undefined && !rule.match;
  const ruleQuery = normalizedQuery(rule.query);
  return rule.match === "exact" ? ruleQuery === q : containsWords(q, ruleQuery);
};

const overlaps = (item: CurationItem, tags: readonly string[]) =>
  item.rule.tags?.some((tag) => tags.includes(tag)) ?? false;

/**
 * Returns the curations that apply, in order. With tags, only curations that share one apply; without tags, only
 * untagged ones.
 */
export const matchingCurations = (
  items: readonly CurationItem[],
  query: CurationQuery,
): CurationItem[] => {
  const { tags, nowSeconds } = query;
  const normalized = { ...query, q: normalizedQuery(query.q) };
  const matching: CurationItem[] = [];
  for (const item of items) {
    const own = item.rule.tags ?? [];
    const wildcard = own.length === 1 && own[0] === "*";
    if (tags.length > 0 ? !overlaps(item, tags) : own.length > 0 && !wildcard) continue;
    if (!isEffective(item, nowSeconds)) continue;
    if (!ruleMatches(item, normalized, tags.length > 0 || wildcard)) continue;
    matching.push(item);
    if (item.stop_processing) break;
  }
  return matching;
};

/** Returns the query after the curations removed words from it or replaced it. */
export const curatedQuery = (q: string, items: readonly CurationItem[]) => {
  let query = q;
  for (const item of items) {
    if (item.replace_query) query = item.replace_query;
    else if (item.remove_matched_tokens && item.rule.query) {
      const removed = new Set(words(item.rule.query));
      const kept = words(query).filter((word) => !removed.has(word));
      query = kept.join(" ") || "*";
    }
  }
  return query;
};
