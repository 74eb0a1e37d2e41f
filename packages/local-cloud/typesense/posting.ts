/**
 * Where a word stands in one value of a document, in one number: the element of an array, the position in it, and
 * whether it is the last word there.
 */
export type Spot = number;

const ELEMENT = 2 ** 18;

export const spot = (element: number, position: number, last: boolean): Spot =>
  element * ELEMENT + Math.min(position, ELEMENT / 2 - 1) * 2 + (last ? 1 : 0);
export const elementOf = (at: Spot) => Math.floor(at / ELEMENT);
export const positionOf = (at: Spot) => (at & (ELEMENT - 1)) >> 1;
export const isLast = (at: Spot) => (at & 1) === 1;

/** The documents that hold one word, ascending, with its spots in each. Most documents have one spot: a bare number. */
export class Posting {
  readonly term: string;
  readonly ids: number[] = [];
  private readonly spots: (Spot | Spot[])[] = [];
  /** The highest default sorting value of any document that was written with this word. It never sinks, as in Typesense. */
  scoreMax = Number.NEGATIVE_INFINITY;

  constructor(term: string) {
    this.term = term;
  }

  /** Where the document is, or a negative number. */
  find(id: number) {
    const { ids } = this;
    let low = 0;
    let high = ids.length - 1;
    while (low <= high) {
      const middle = (low + high) >> 1;
      const at = ids[middle] as number;
      if (at === id) return middle;
      if (at < id) low = middle + 1;
      else high = middle - 1;
    }
    return -low - 1;
  }

  add(id: number, at: Spot, score: number) {
    if (score > this.scoreMax) this.scoreMax = score;
    if (id > (this.ids.at(-1) ?? -1)) {
      this.ids.push(id);
      this.spots.push(at);
      return;
    }
    const found = this.find(id);
    if (found < 0) {
      this.ids.splice(-found - 1, 0, id);
      this.spots.splice(-found - 1, 0, at);
      return;
    }
    const spots = this.spots[found];
    if (typeof spots === "object") spots.push(at);
    else this.spots[found] = [spots as Spot, at];
  }

  remove(id: number) {
    const found = this.find(id);
    if (found < 0) return;
    this.ids.splice(found, 1);
    this.spots.splice(found, 1);
  }

  has(id: number) {
    return this.find(id) >= 0;
  }

  /** The spots in the document at this place of `ids`. */
  at(index: number): Spot | Spot[] {
    return this.spots[index] as Spot | Spot[];
  }

  spotsIn(id: number): readonly Spot[] {
    const found = this.find(id);
    if (found < 0) return [];
    const spots = this.at(found);
    return typeof spots === "object" ? spots : [spots];
  }

  /** Whether the word alone is the whole value, or a whole element of it. */
  isVerbatim(index: number, array: boolean) {
    const spots = this.at(index);
    if (typeof spots === "number") return positionOf(spots) === 0 && isLast(spots);
    return array && spots.some((at) => positionOf(at) === 0 && isLast(at));
  }

  /** Whether any document is allowed by the mask. */
  touches(mask: Uint8Array) {
    return this.ids.some((id) => mask[id] === 1);
  }

  /** Whether both hold a document that the mask allows. */
  meets(other: Posting, mask: Uint8Array | undefined) {
    const [few, many] = this.ids.length < other.ids.length ? [this, other] : [other, this];
    return few.ids.some((id) => (!mask || mask[id] === 1) && many.has(id));
  }
}
