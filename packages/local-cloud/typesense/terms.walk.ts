import type SearchableMap from "minisearch/SearchableMap";
import type { Posting } from "./posting";

type Tree = SearchableMap<Posting>["_tree"];
type Verdict = "take" | "skip" | "descend";

const END = 0;
const LEAF = "";

interface Walk {
  query: readonly number[];
  cost: number;
  prefix: boolean;
  /** One row of the distance matrix per depth. The first two are for the empty key. */
  rows: Int32Array[];
  found: Posting[];
}

const allUnder = (tree: Tree, found: Posting[]) => {
  for (const [label, child] of tree as Map<string, Posting | Tree>) {
    if (label === LEAF) found.push(child as Posting);
    else allUnder(child as Tree, found);
  }
};

/**
 * Computes the next row of the optimal string alignment distance. As in Typesense, a swap of the first two
 * letters costs two.
 */
const advance = (walk: Walk, depth: number, previous: number, code: number) => {
  const { query, rows } = walk;
  const width = query.length + 1;
  const before = rows[depth] as Int32Array;
  const above = rows[depth + 1] as Int32Array;
  let row = rows[depth + 2];
  if (!row) {
    row = new Int32Array(width);
    rows.push(row);
  }
  row[0] = (above[0] as number) + 1;
  for (let column = 1; column < width; column += 1) {
    const substitution =
      (above[column - 1] as number) + (code === (query[column - 1] as number) ? 0 : 1);
    let best = Math.min((row[column - 1] as number) + 1, (above[column] as number) + 1);
    if (substitution < best) best = substitution;
    const swapped =
      depth > 1 && column > 1 && code === query[column - 2] && previous === query[column - 1];
    if (swapped) best = Math.min(best, (before[column - 2] as number) + 1);
    row[column] = best;
  }
};

/**
 * Returns whether a distance above the limit may still decrease, because the key looks shifted against the
 * query.
 */
const mayRecover = (
  query: readonly number[],
  depth: number,
  distance: number,
  previous: number,
  code: number,
) => {
  if (distance === 2 || distance === 3) {
    if (query[depth + 1] === code || (depth > 0 && query[depth - 1] === code)) return true;
  }
  if (distance === 3 || distance === 4) {
    if (previous === query[depth + 1] && code === query[depth + 2]) return true;
    if (depth > 1 && query[depth - 2] === code) return true;
  }
  return false;
};

const step = (walk: Walk, depth: number, previous: number, code: number): Verdict => {
  const { query, cost, prefix, rows } = walk;
  if (!(prefix && code === END)) advance(walk, depth, previous, code);
  if (code === END) {
    const whole = rows[prefix ? depth + 1 : depth + 2] as Int32Array;
    return whole[query.length] === cost ? "take" : "skip";
  }
  const length = depth + 1;
  const row = rows[depth + 2] as Int32Array;
  const distance = row[Math.min(length, query.length)] as number;
  if (prefix && length >= query.length && distance === cost) return "take";
  if (distance <= cost || mayRecover(query, depth, distance, previous, code)) return "descend";
  return "skip";
};

const descend = (walk: Walk, tree: Tree, depth: number, previous: number) => {
  next: for (const [label, child] of tree as Map<string, Posting | Tree>) {
    if (label === LEAF) {
      if (step(walk, depth, previous, END) === "take") walk.found.push(child as Posting);
      continue;
    }
    let at = previous;
    for (let offset = 0; offset < label.length; offset += 1) {
      const code = label.charCodeAt(offset);
      const verdict = step(walk, depth + offset, at, code);
      if (verdict === "take") allUnder(child as Tree, walk.found);
      if (verdict !== "descend") continue next;
      at = code;
    }
    descend(walk, child as Tree, depth + label.length, at);
  }
};

/**
 * Returns the terms at exactly this distance from the query, or with a prefix at exactly this distance. It walks
 * the map's radix tree as Typesense walks its own, so that both find the same words.
 */
export const termsAt = (
  map: SearchableMap<Posting>,
  query: string,
  cost: number,
  prefix: boolean,
) => {
  const codes = Array.from(query, (_, index) => query.charCodeAt(index));
  if (!prefix) codes.push(END);
  const empty = Int32Array.from({ length: codes.length + 1 }, (_, column) => column);
  const walk: Walk = { query: codes, cost, prefix, rows: [empty, empty], found: [] };
  descend(walk, map._tree, 0, END);
  return walk.found;
};
