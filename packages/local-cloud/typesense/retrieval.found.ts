import type { TextMatch } from "./score";

/**
 * Working memory that searches reuse without clearing it: values below the current floor or stamp are invalid.
 * Only one search may use it at a time.
 */
export class Scratch {
  private marks = new Uint32Array(64);
  private places = new Uint32Array(64);
  private stamps = new Uint32Array(64);
  private floor = 0;
  private stamp = 0;

  /** Makes room for documents below `capacity` and invalidates the places of the previous search. */
  begin(capacity: number) {
    if (this.marks.length < capacity) {
      this.marks = new Uint32Array(capacity * 2);
      this.places = new Uint32Array(capacity * 2);
      this.stamps = new Uint32Array(capacity * 2);
    }
    this.stamp += 1;
  }

  /** Returns the documents that are in at least one list of each group and pass the gate. */
  intersect(groups: readonly (readonly (readonly number[])[])[], gate: (id: number) => boolean) {
    const { marks } = this;
    let kept: number[] = [];
    let required = 0;
    for (const [round, lists] of groups.entries()) {
      kept = [];
      this.floor += 1;
      for (const ids of lists) {
        for (const id of ids) {
          const mark = marks[id] as number;
          if (round === 0 ? mark === this.floor || !gate(id) : mark !== required) continue;
          marks[id] = this.floor;
          kept.push(id);
        }
      }
      required = this.floor;
    }
    return kept;
  }

  placeOf(id: number) {
    return this.stamps[id] === this.stamp ? (this.places[id] as number) : -1;
  }

  setPlace(id: number, place: number) {
    this.stamps[id] = this.stamp;
    this.places[id] = place;
  }
}

/** The documents found so far, each with its best text match. */
export class Found {
  readonly ids: number[] = [];
  readonly highs: number[] = [];
  readonly lows: number[] = [];
  private readonly scratch: Scratch;

  constructor(scratch: Scratch, capacity: number) {
    this.scratch = scratch;
    scratch.begin(capacity);
  }

  offer(id: number, { high, low }: TextMatch) {
    const place = this.scratch.placeOf(id);
    if (place < 0) {
      this.scratch.setPlace(id, this.ids.length);
      this.ids.push(id);
      this.highs.push(high);
      this.lows.push(low);
      return;
    }
    const before = this.highs[place] as number;
    if (high > before || (high === before && low > (this.lows[place] as number))) {
      this.highs[place] = high;
      this.lows[place] = low;
    }
  }
}
