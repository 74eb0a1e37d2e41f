import { elementOf, isLast, type Posting, positionOf, type Spot } from "./posting";

const WINDOW = 10;
const NOWHERE = 65_535;

/** The positions of one query word in one value. */
export interface Occurrence {
  positions: readonly number[];
  /** Whether the word is the last one of the value. */
  last: boolean;
}

/** The closest arrangement of the query's words in a value. */
export interface Proximity {
  wordsPresent: number;
  distance: number;
  /** Whether the value consists of exactly these words. */
  exact: boolean;
  /** The chosen position of each word, ascending. */
  positions: readonly number[];
  /** The largest position that was examined when these were chosen. */
  reach: number;
}

interface Candidate {
  word: number;
  offset: number;
  next: number;
}

const measure = (window: readonly Candidate[], size: number) => {
  const smallest = (window.at(-1) as Candidate).offset;
  const positions = new Array<number>(size).fill(NOWHERE);
  let displacement = 0;
  let matches = 0;
  window.forEach(({ word, offset }, index) => {
    if (offset - smallest > WINDOW) return;
    displacement += offset - (window[index + 1]?.offset ?? offset);
    matches += 1;
    positions[word] = offset;
  });
  return { displacement, matches, positions };
};

const isExact = (occurrences: readonly Occurrence[], distance: number) => {
  const size = occurrences.length;
  if (distance > size - 1) return false;
  let lastPosition = -1;
  let total = 0;
  for (const { positions, last } of occurrences) {
    if (last) lastPosition = positions.at(-1) ?? -1;
    total += positions.length;
    if (total > size && distance === size - 1) return false;
  }
  if (lastPosition !== size - 1) return false;
  return distance < size - 1 || total === size;
};

/** Moves a window over the value. Each step replaces the smallest position by the next one of its word. */
const slide = (occurrences: readonly Occurrence[]): Proximity => {
  const size = Math.min(occurrences.length, WINDOW);
  let window: Candidate[] = [];
  for (let word = 0; word < size; word += 1) {
    window.push({ word, offset: occurrences[word]?.positions[0] ?? NOWHERE, next: 1 });
  }
  let positions: readonly number[] = window.map(({ offset }) => offset);
  let matches = 1;
  let displacement = NOWHERE;
  let previous = -1;
  let reach = 0;
  while (window.length > 1) {
    window = window.sort((a, b) => b.offset - a.offset);
    const smallest = window.at(-1) as Candidate;
    if (smallest.offset < previous) break;
    previous = smallest.offset;
    const now = measure(window, size);
    if (now.matches > matches || (now.matches === matches && now.displacement < displacement)) {
      ({ matches, displacement, positions } = now);
      reach = window[0]?.offset ?? 0;
    }
    if (matches === size && displacement === window.length - 1) break;
    window.pop();
    const following = occurrences[smallest.word]?.positions[smallest.next];
    if (following !== undefined) {
      window.push({ word: smallest.word, offset: following, next: smallest.next + 1 });
    }
  }
  const distance = displacement === NOWHERE ? 0 : displacement & 255;
  return {
    wordsPresent: matches,
    distance,
    exact: isExact(occurrences, distance),
    positions: positions.filter((position) => position !== NOWHERE).sort((a, b) => a - b),
    reach,
  };
};

/** A shortcut for two words that occur once each. */
const pair = (occurrences: readonly Occurrence[], first: number, second: number): Proximity => {
  const low = Math.min(first, second);
  const high = Math.max(first, second);
  const near = high - low <= WINDOW;
  const distance = near ? high - low : 0;
  return {
    wordsPresent: near ? 2 : 1,
    distance,
    exact: isExact(occurrences, distance),
    positions: near ? [low, high] : [low],
    reach: high,
  };
};

/** Returns how close the words are to each other in a value. */
export const proximity = (occurrences: readonly Occurrence[]): Proximity => {
  const [first, second, ...more] = occurrences;
  if (first && second && more.length === 0) {
    if (first.positions.length === 1 && second.positions.length === 1) {
      return pair(occurrences, first.positions[0] as number, second.positions[0] as number);
    }
  }
  return slide(occurrences);
};

const occurrenceOf = (spots: Spot | readonly Spot[]): Occurrence =>
  typeof spots === "number"
    ? { positions: [positionOf(spots)], last: isLast(spots) }
    : { positions: spots.map(positionOf), last: isLast(spots.at(-1) as Spot) };

/** Returns the positions of the words in a document's value that is not an array. */
const inPlainValue = (postings: readonly Posting[], id: number) => {
  const occurrences: Occurrence[] = [];
  for (const posting of postings) {
    const found = posting.find(id);
    if (found >= 0) occurrences.push(occurrenceOf(posting.at(found)));
  }
  return occurrences;
};

const inElements = (postings: readonly Posting[], id: number) => {
  const elements = new Map<number, Occurrence[]>();
  for (const posting of postings) {
    const bySpot = Map.groupBy(posting.spotsIn(id), elementOf);
    for (const [element, spots] of bySpot) {
      const occurrences = elements.get(element);
      if (occurrences) occurrences.push(occurrenceOf(spots));
      else elements.set(element, [occurrenceOf(spots)]);
    }
  }
  return [...elements];
};

/**
 * Returns the positions of the words in each element of the document's value. A value that is not an array is
 * element 0.
 */
export const occurrencesByElement = (
  postings: readonly Posting[],
  id: number,
  array: boolean,
): (readonly [element: number, occurrences: readonly Occurrence[]])[] => {
  if (array) return inElements(postings, id);
  const occurrences = inPlainValue(postings, id);
  return occurrences.length > 0 ? [[0, occurrences]] : [];
};
