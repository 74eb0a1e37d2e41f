import SearchableMap from "minisearch/SearchableMap";
import { Posting, spot } from "./posting";
import { termsAt } from "./terms.walk";

/** The order in which similar words are tried: by the best default sorting value, or by frequency. */
export type TokenOrder = "max_score" | "frequency";

export interface Lookup {
  term: string;
  /** The exact edit distance. */
  cost: number;
  prefix: boolean;
  order: TokenOrder;
}

const CACHED_LOOKUPS_MAX = 2000;

/** The words of one string field. */
export class TermIndex {
  private readonly exact = new Map<string, Posting>();
  private readonly radix = new SearchableMap<Posting>();
  private readonly lookups = new Map<string, Posting[]>();

  get(term: string) {
    return this.exact.get(term);
  }

  /** Adds the words of a document's value, or of each of its elements. */
  add(id: number, values: readonly (readonly string[])[], score: number) {
    this.lookups.clear();
    values.forEach((words, element) => {
      words.forEach((word, position) => {
        const at = spot(element, position, position === words.length - 1);
        this.posting(word).add(id, at, score);
      });
    });
  }

  remove(id: number, values: readonly (readonly string[])[]) {
    this.lookups.clear();
    for (const word of new Set(values.flat())) {
      const posting = this.exact.get(word);
      posting?.remove(id);
      if (posting?.ids.length !== 0) continue;
      this.exact.delete(word);
      this.radix.delete(word);
    }
  }

  /** Returns the words at this distance, best first. */
  similar({ term, cost, prefix, order }: Lookup): readonly Posting[] {
    const key = `${cost}${prefix ? "*" : "="}${order}:${term}`;
    let found = this.lookups.get(key);
    if (!found) {
      if (this.lookups.size >= CACHED_LOOKUPS_MAX) this.lookups.clear();
      found = this.rank(termsAt(this.radix, term, cost, prefix), term, cost, order);
      this.lookups.set(key, found);
    }
    return found;
  }

  private rank(found: Posting[], term: string, cost: number, order: TokenOrder) {
    const exact = this.exact.get(term);
    const others = found.filter((posting) => posting !== exact);
    if (order === "frequency") others.sort((a, b) => b.ids.length - a.ids.length);
    else others.sort((a, b) => b.scoreMax - a.scoreMax);
    return exact && cost === 0 ? [exact, ...others] : others;
  }

  private posting(word: string) {
    let posting = this.exact.get(word);
    if (!posting) {
      posting = new Posting(word);
      this.exact.set(word, posting);
      this.radix.set(word, posting);
    }
    return posting;
  }
}
