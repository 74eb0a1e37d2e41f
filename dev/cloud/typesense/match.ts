import { elementOf, isLast, type Posting, positionOf } from "./posting";

const WINDOW = 10;
const NOWHERE = 65_535;

/** Where one query word stands in one value. */
export interface Occurrence {
  positions: readonly number[];
  /** Whether the value ends with it. */
  last: boolean;
}

/** The closest that the words of a query come to each other in a value. */
export interface Proximity {
  wordsPresent: number;
  distance: number;
  /** The value is these words and nothing else. */
  exact: boolean;
  /** The chosen position of each word, ascending. */
  positions: readonly number[];
  /** The largest position that was looked at when they were chosen. */
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

/** Slides a window over the value: the smallest position is replaced by the next one of the same word. */
export const proximity = (occurrences: readonly Occurrence[]): Proximity => {
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

/** Where the words stand in each element of the document's value. A plain value is its own element 0. */
export const occurrencesByElement = (postings: readonly Posting[], id: number) => {
  const elements = new Map<number, Occurrence[]>();
  for (const posting of postings) {
    const spots = posting.spotsIn(id);
    for (let index = 0; index < spots.length; ) {
      const element = elementOf(spots[index] as number);
      const positions: number[] = [];
      let last = false;
      for (; index < spots.length && elementOf(spots[index] as number) === element; index += 1) {
        const at = spots[index] as number;
        positions.push(positionOf(at));
        last = isLast(at);
      }
      const occurrences = elements.get(element);
      if (occurrences) occurrences.push({ positions, last });
      else elements.set(element, [{ positions, last }]);
    }
  }
  return elements;
};
