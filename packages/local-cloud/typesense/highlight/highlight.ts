import type { CollectionIndex } from "#cloud/typesense/collection.index";
import { isArray } from "#cloud/typesense/field";
import { occurrencesByElement, proximity } from "#cloud/typesense/match";
import { elementOf, type Posting, positionOf } from "#cloud/typesense/posting";
import type { MatchedWord } from "#cloud/typesense/retrieval";
import { type HighlightedText, type HighlightStyle, highlightText } from "./text";

type Document = Readonly<Record<string, unknown>>;

/** A field to highlight, and the words to highlight in it. */
export interface HighlightField {
  name: string;
  array: boolean;
  full: boolean;
  words: ReadonlyMap<string, MatchedWord>;
  postings: readonly Posting[];
}

/** The best match in one element of a value. */
interface ElementMatch {
  element: number;
  score: number;
  positions: readonly number[];
}

const ELEMENTS_MAX = 5;

/** Returns the fields whose index contains one of the words. */
export const highlightFields = (
  index: CollectionIndex,
  names: readonly string[],
  fullNames: ReadonlySet<string>,
  matched: ReadonlyMap<string, MatchedWord>,
): HighlightField[] =>
  names.flatMap((name) => {
    const field = index.field(name);
    if (!field?.terms) return [];
    const postings: Posting[] = [];
    const words = new Map<string, MatchedWord>();
    for (const [text, word] of matched) {
      const posting = field.terms.get(text);
      if (!posting) continue;
      postings.push(posting);
      words.set(text, word);
    }
    if (postings.length === 0) return [];
    return [{ name, array: isArray(field.field), full: fullNames.has(name), words, postings }];
  });

const matchesIn = (field: HighlightField, id: number): ElementMatch[] => {
  const matches: ElementMatch[] = [];
  for (const [element, occurrences] of occurrencesByElement(field.postings, id, field.array)) {
    const near = proximity(occurrences);
    const score =
      near.wordsPresent * 2 ** 40 +
      occurrences.length * 2 ** 32 +
      254 * 2 ** 24 +
      (100 - near.distance) * 2 ** 16 +
      (near.exact ? 2 ** 12 : 0) +
      (255 - Math.min(255, near.reach)) * 2 ** 4;
    matches.push({ element, score, positions: near.positions });
  }
  return matches.sort((a, b) => b.score - a.score || a.element - b.element);
};

/** Returns the words by position, for each element of the value. */
const wordsByElement = (field: HighlightField, id: number) => {
  const elements = new Map<number, Map<number, string>>();
  for (const posting of field.postings) {
    for (const at of posting.spotsIn(id)) {
      const element = elementOf(at);
      let words = elements.get(element);
      if (!words) {
        words = new Map();
        elements.set(element, words);
      }
      words.set(positionOf(at), posting.term);
    }
  }
  return elements;
};

const entry = (text: string, marked: HighlightedText | undefined, full: boolean) => ({
  matched_tokens: marked?.matched ?? [],
  snippet: marked?.snippet ?? text,
  ...(full ? { value: marked?.value ?? text } : {}),
});

export interface Highlighter {
  index: CollectionIndex;
  fields: readonly HighlightField[];
  prefixLength: number;
  style: HighlightStyle;
}

/** Returns one field's highlights in both formats: the object by field name and the older list. */
const highlightField = (
  { index, prefixLength, style }: Highlighter,
  field: HighlightField,
  id: number,
  value: unknown,
) => {
  const matches = matchesIn(field, id);
  if (matches.length === 0) return undefined;
  const { tokenizer } = index;
  const { words, full } = field;
  const texts: string[] = (Array.isArray(value) ? value : [value]).map(String);
  const placed = wordsByElement(field, id);
  const marked = new Map<number, HighlightedText>();
  for (const { element, positions } of matches) {
    const wordAt = placed.get(element) ?? new Map();
    const target = { tokenizer, words, wordAt, positions, full, prefixLength };
    const result = highlightText(texts[element] ?? "", target, style);
    if (result) marked.set(element, result);
  }
  if (marked.size === 0) return undefined;
  const score = matches[0]?.score ?? 0;
  if (!field.array) {
    const single = entry(texts[0] ?? "", marked.get(0), full);
    return { score, named: single, listed: { field: field.name, ...single } };
  }
  const top = matches.slice(0, ELEMENTS_MAX).filter(({ element }) => marked.has(element));
  const inTop = top.map(({ element }) => marked.get(element) as HighlightedText);
  const listed = {
    field: field.name,
    indices: top.map(({ element }) => element),
    matched_tokens: inTop.map(({ matched }) => matched),
    snippets: inTop.map(({ snippet }) => snippet),
    ...(full ? { values: inTop.map((each) => each.value) } : {}),
  };
  const named = texts.map((text, element) => entry(text, marked.get(element), full));
  return { score, named, listed };
};

/** Returns the highlights of one document. */
export const highlight = (highlighter: Highlighter, id: number, document: Document) => {
  const named: Record<string, unknown> = {};
  const listed: { score: number; entry: unknown }[] = [];
  for (const field of highlighter.fields) {
    const value = document[field.name];
    if (value === undefined) continue;
    const result = highlightField(highlighter, field, id, value);
    if (!result) continue;
    named[field.name] = result.named;
    listed.push({ score: result.score, entry: result.listed });
  }
  listed.sort((a, b) => b.score - a.score);
  return { highlight: named, highlights: listed.map((each) => each.entry) };
};
