/**
 * The position of a word in a document, packed into one number: the element of an array, the position in it, and
 * whether the word is the last one there.
 */
export type Spot = number;

const ELEMENT = 2 ** 18;

export const spot = (element: number, position: number, last: boolean): Spot =>
  element * ELEMENT + Math.min(position, ELEMENT / 2 - 1) * 2 + (last ? 1 : 0);
export const elementOf = (at: Spot) => Math.floor(at / ELEMENT);
export const positionOf = (at: Spot) => (at & (ELEMENT - 1)) >> 1;
export const isLast = (at: Spot) => (at & 1) === 1;

/**
 * The documents that contain one word, ascending, with its positions in each. Most documents have one position,
 * which is stored as a bare number.
 */
export class Posting {
  readonly term: string;
  readonly ids: number[] = [];
  private readonly spots: (Spot | Spot[])[] = [];
  /**
   * The highest default sorting value of the documents written with this word. As in Typesense, it never
   * decreases.
   */
  scoreMax = Number.NEGATIVE_INFINITY;

  constructor(term: string) {
    this.term = term;
  }

  /** Returns the index of the document in `ids`, or a negative number if it is missing. */
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

  /** Returns the positions in the document at this index of `ids`. */
  at(index: number): Spot | Spot[] {
    return this.spots[index] as Spot | Spot[];
  }

  spotsIn(id: number): readonly Spot[] {
    const found = this.find(id);
    if (found < 0) return [];
    const spots = this.at(found);
    return typeof spots === "object" ? spots : [spots];
  }

  /** Returns whether the word is the whole value, or a whole element of it. */
  isVerbatim(index: number, array: boolean) {
    const spots = this.at(index);
    if (typeof spots === "number") return positionOf(spots) === 0 && isLast(spots);
    return array && spots.some((at) => positionOf(at) === 0 && isLast(at));
  }

  /** Returns whether the mask contains any of the documents. */
  hasAnyOf(mask: Uint8Array) {
    return this.ids.some((id) => mask[id] === 1);
  }

  /** Returns whether both words occur in a document that the mask contains. */
  sharesDocument(other: Posting, mask: Uint8Array | undefined) {
    const [few, many] = this.ids.length < other.ids.length ? [this, other] : [other, this];
    return few.ids.some((id) => (!mask || mask[id] === 1) && many.has(id));
  }
}
