import type { CollectionIndex } from "#cloud/typesense/collection.index";
import type { Field } from "#cloud/typesense/field";
import { isArray } from "#cloud/typesense/field";
import { elementOf, isLast, type Posting, positionOf, type Spot } from "#cloud/typesense/posting";
import { Refusal } from "#cloud/typesense/refusal";
import type { TermIndex } from "#cloud/typesense/terms";
import type { Filter, NumberTest, TextComparison } from "./filter";

export interface FilterSubject {
  index: CollectionIndex;
  /** Returns the sequence number of the document with this id. */
  sequenceOf(id: string): number | undefined;
  /** The maximum number of completions of a value with a trailing `*`. */
  prefixCandidatesMax: number;
}

type Mask = Uint8Array;

const passes = (value: number, test: NumberTest) => {
  if ("from" in test) return value >= test.from && value <= test.to;
  switch (test.comparator) {
    case "=":
      return value === test.value;
    case "<":
      return value < test.value;
    case "<=":
      return value <= test.value;
    case ">":
      return value > test.value;
    case ">=":
      return value >= test.value;
    default:
      return false;
  }
};

/** Returns whether the test is `!=`. It accepts documents without the field, and arrays without such an element. */
const isUnequal = (test: NumberTest) => !("from" in test) && test.comparator === "!=";
const equalTo = (test: NumberTest): NumberTest =>
  "from" in test ? test : { comparator: "=", value: test.value };

const numberMask = (index: CollectionIndex, name: string, tests: readonly NumberTest[]) => {
  const { numbers, numberLists } = index.indexed(name);
  const mask: Mask = new Uint8Array(index.alive.length);
  for (const test of tests) {
    const unequal = isUnequal(test);
    const plain = unequal ? equalTo(test) : test;
    for (let id = 0; id < mask.length; id += 1) {
      if (index.alive[id] !== 1 || mask[id] === 1) continue;
      const hit = numbers
        ? passes(numbers.values[id] ?? Number.NaN, plain)
        : (numberLists?.lists[id]?.some((value) => passes(value, plain)) ?? false);
      if (hit !== unequal) mask[id] = 1;
    }
  }
  return mask;
};

const occursAt = (spots: readonly Spot[], element: number, position: number, last: boolean) =>
  spots.some(
    (at) => elementOf(at) === element && positionOf(at) === position && (!last || isLast(at)),
  );

/**
 * Returns whether the words are consecutive in the document: anywhere, at the start of a value, or as the whole
 * value.
 */
export const areConsecutive = (
  postings: readonly Posting[],
  id: number,
  where: "anywhere" | "at start" | "whole",
) => {
  const spots = postings.map((posting) => posting.spotsIn(id));
  const end = postings.length - 1;
  return (spots[0] ?? []).some((first) => {
    const element = elementOf(first);
    const start = positionOf(first);
    if (where !== "anywhere" && start !== 0) return false;
    return spots.every((each, offset) =>
      occursAt(each, element, start + offset, where === "whole" && offset === end),
    );
  });
};

/** Returns the documents that contain all the words. */
export const intersection = (postings: readonly Posting[]) => {
  const [rarest, ...others] = [...postings].sort((a, b) => a.ids.length - b.ids.length);
  return (rarest?.ids ?? []).filter((id) => others.every((posting) => posting.has(id)));
};

/** Returns the words of a filter value, once for each completion of a trailing `*`. */
const alternatives = (
  terms: TermIndex,
  words: readonly string[],
  prefix: boolean,
  candidatesMax: number,
) => {
  const known = words.map((word) => terms.get(word));
  const head = known.slice(0, -1);
  const term = words.at(-1) ?? "";
  const tails = prefix
    ? terms.similar({ term, cost: 0, prefix: true, order: "max_score" }).slice(0, candidatesMax)
    : [known.at(-1)];
  return tails
    .map((tail) => [...head, tail])
    .filter((postings): postings is Posting[] => !postings.includes(undefined));
};

const placeFor = (comparison: TextComparison, prefix: boolean) => {
  if (comparison === "phrase") return "anywhere";
  return prefix ? "at start" : "whole";
};

const textMask = (
  subject: FilterSubject,
  field: Field,
  comparison: TextComparison,
  values: readonly string[],
) => {
  const { index } = subject;
  const { terms } = index.indexed(field.name);
  const mask: Mask = new Uint8Array(index.alive.length);
  for (const value of values) {
    const prefix = value.length > 1 && value.endsWith("*");
    const words = index.tokenizer.words(prefix ? value.slice(0, -1) : value);
    if (words.length === 0 || !terms) {
      throw new Refusal(
        400,
        `Error with filter field \`${field.name}\`: Filter value cannot be empty.`,
      );
    }
    for (const postings of alternatives(terms, words, prefix, subject.prefixCandidatesMax)) {
      const place = placeFor(comparison, prefix);
      const [only] = postings;
      if (comparison === "equals" && !prefix && postings.length === 1 && only) {
        only.ids.forEach((id, at) => {
          if (only.isVerbatim(at, isArray(field))) mask[id] = 1;
        });
        continue;
      }
      for (const id of intersection(postings)) {
        if (comparison === "contains" || areConsecutive(postings, id, place)) mask[id] = 1;
      }
    }
  }
  return mask;
};

const idMask = ({ index, sequenceOf }: FilterSubject, ids: readonly string[] | "*") => {
  if (ids === "*") return index.alive.slice();
  const mask: Mask = new Uint8Array(index.alive.length);
  for (const id of ids) {
    const sequence = sequenceOf(id);
    if (sequence !== undefined) mask[sequence] = 1;
  }
  return mask;
};

const without = (mask: Mask, all: Mask) => mask.map((bit, id) => (bit === 1 ? 0 : (all[id] ?? 0)));

/** Returns the mask of the documents that the filter accepts. */
export const maskOf = (filter: Filter, subject: FilterSubject): Mask => {
  const { index } = subject;
  switch (filter.kind) {
    case "and": {
      const left = maskOf(filter.left, subject);
      const right = maskOf(filter.right, subject);
      for (let id = 0; id < left.length; id += 1) if (right[id] !== 1) left[id] = 0;
      return left;
    }
    case "or": {
      const left = maskOf(filter.left, subject);
      const right = maskOf(filter.right, subject);
      for (let id = 0; id < left.length; id += 1) if (right[id] === 1) left[id] = 1;
      return left;
    }
    case "id": {
      const mask = idMask(subject, filter.ids);
      return filter.negated ? without(mask, index.alive) : mask;
    }
    case "number": {
      const mask = numberMask(index, filter.field.name, filter.tests);
      return filter.negated ? without(mask, index.alive) : mask;
    }
    case "text": {
      const mask = textMask(subject, filter.field, filter.comparison, filter.values);
      return filter.negated ? without(mask, index.alive) : mask;
    }
    default:
      return new Uint8Array(index.alive.length);
  }
};
