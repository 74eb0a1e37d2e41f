import type { Filter } from "./filter/filter";
import { splitList } from "./parameters";
import { Refusal } from "./refusal";

export type Direction = "asc" | "desc";
export type MissingValues = "first" | "last" | "normal";

/** One part of a `sort_by`. */
export type SortClause =
  | {
      by: "text match";
      direction: Direction;
      buckets: number | undefined;
      bucketSize: number | undefined;
    }
  | { by: "insertion" | "group size"; direction: Direction }
  | { by: "field"; name: string; direction: Direction; missing: MissingValues }
  | { by: "conditions"; direction: Direction; conditions: { filter: Filter; score: number }[] };

const CLAUSES_MAX = 3;
const malformed = () => new Refusal(400, "Parameter `sort_by` is malformed.");

/** Splits a `sort_by` at the commas outside parentheses and brackets. */
const clausesIn = (text: string) => {
  const clauses: string[] = [];
  let depth = 0;
  let start = 0;
  for (let at = 0; at <= text.length; at += 1) {
    const character = text[at];
    if (character === "(" || character === "[") depth += 1;
    else if (character === ")" || character === "]") depth -= 1;
    if (at < text.length && (character !== "," || depth > 0)) continue;
    const clause = text.slice(start, at).trim();
    if (clause !== "") clauses.push(clause);
    start = at + 1;
  }
  return clauses;
};

const directionIn = (name: string, text: string): Direction => {
  const direction = text.trim().toLowerCase();
  if (direction === "asc" || direction === "desc") return direction;
  throw new Refusal(400, `Order for field\` ${name}\` should be either ASC or DESC.`);
};

const textMatchClause = (config: string | undefined, direction: Direction): SortClause => {
  if (config === undefined) {
    return { by: "text match", direction, buckets: undefined, bucketSize: undefined };
  }
  const [kind, count = "", ...more] = splitList(config, ":");
  if ((kind !== "buckets" && kind !== "bucket_size") || count === "" || more.length > 0) {
    throw new Refusal(400, "Invalid sorting parameter passed for _text_match.");
  }
  if (!/^\d+$/.test(count)) {
    throw new Refusal(
      400,
      "Invalid value passed for _text_match `buckets` or `bucket_size` configuration.",
    );
  }
  return {
    by: "text match",
    direction,
    buckets: kind === "buckets" ? Number(count) : undefined,
    bucketSize: kind === "bucket_size" ? Number(count) : undefined,
  };
};

const missingIn = (config: string | undefined): MissingValues => {
  const [, value] = config?.match(/^missing_values\s*:\s*(first|last|normal)$/) ?? [];
  if (config !== undefined && value === undefined) {
    throw new Refusal(
      400,
      "Bad syntax for sorting field: missing_values should be first, last or normal.",
    );
  }
  return (value as MissingValues | undefined) ?? "normal";
};

/** Parses `_eval([ (a:b):3, (c:d):1 ])` or `_eval(a:b)`. */
const conditionsIn = (config: string, parse: (filter: string) => Filter | undefined) => {
  const list = config.match(/^\[(.*)\]$/s)?.[1];
  const parts =
    list === undefined
      ? [[config, "1"]]
      : clausesIn(list).map((part) => {
          const [, filter, score] = part.match(/^\((.*)\)\s*:\s*(-?\d+)$/s) ?? [];
          if (filter === undefined || score === undefined) throw malformed();
          return [filter, score];
        });
  return parts.map(([text = "", score]) => {
    const filter = parse(text);
    if (!filter) throw new Refusal(400, "The eval expression in sort_by is empty.");
    return { filter, score: Number(score) };
  });
};

const clauseFrom = (text: string, parse: (filter: string) => Filter | undefined): SortClause => {
  const colon = text.lastIndexOf(":");
  if (colon < 0 || colon === text.length - 1 || text.endsWith(")")) throw malformed();
  const [, name = "", config] =
    text
      .slice(0, colon)
      .trim()
      .match(/^([^(]*?)\s*(?:\((.*)\))?$/s) ?? [];
  const direction = directionIn(name, text.slice(colon + 1));
  if (name === "_text_match") return textMatchClause(config, direction);
  if (name === "_seq_id") return { by: "insertion", direction };
  if (name === "_group_found") return { by: "group size", direction };
  if (name === "_eval") {
    return { by: "conditions", direction, conditions: conditionsIn(config ?? "", parse) };
  }
  return { by: "field", name, direction, missing: missingIn(config?.trim()) };
};

export interface SortContext {
  /** Whether the query has no words. */
  wildcard: boolean;
  grouped: boolean;
  defaultField: string;
  isSortable(name: string): boolean;
  parseFilter(text: string): Filter | undefined;
}

const refuseUnsortable = (clause: SortClause, context: SortContext) => {
  if (clause.by === "field" && !context.isSortable(clause.name)) {
    throw new Refusal(
      404,
      `Could not find a field named \`${clause.name}\` in the schema for sorting.`,
    );
  }
  if (clause.by === "group size" && !context.grouped) {
    throw new Refusal(
      404,
      "group_by parameters should not be empty when using sort_by group_found",
    );
  }
};

/** Parses a `sort_by` and adds Typesense's defaults: text match, then the default sorting field. */
export const parseSort = (text: string, context: SortContext): SortClause[] => {
  const clauses = clausesIn(text).map((part) => clauseFrom(part, context.parseFilter));
  if (clauses.length > CLAUSES_MAX) throw new Refusal(400, "Only upto 3 sort fields are allowed.");
  for (const clause of clauses) refuseUnsortable(clause, context);
  const isSorted = clauses.length > 0;
  const byTextMatch = clauses.some(({ by }) => by === "text match");
  if (!context.wildcard && !byTextMatch && clauses.length < CLAUSES_MAX) {
    clauses.push(textMatchClause(undefined, "desc"));
  }
  if (isSorted) return clauses;
  clauses.push(
    context.defaultField === ""
      ? { by: "insertion", direction: "desc" }
      : { by: "field", name: context.defaultField, direction: "desc", missing: "normal" },
  );
  return clauses;
};
