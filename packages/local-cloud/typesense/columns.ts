/** One number per document, or NaN if the document has none. */
export class NumberColumn {
  values = new Float64Array(64).fill(Number.NaN);

  set(id: number, value: number) {
    if (id >= this.values.length) {
      const larger = new Float64Array(Math.max(id + 1, this.values.length * 2)).fill(Number.NaN);
      larger.set(this.values);
      this.values = larger;
    }
    this.values[id] = value;
  }

  remove(id: number) {
    if (id < this.values.length) this.values[id] = Number.NaN;
  }
}

/** The numbers of an array field, per document. */
export class NumberLists {
  readonly lists: (readonly number[] | undefined)[] = [];

  set(id: number, values: readonly number[]) {
    this.lists[id] = values;
  }

  remove(id: number) {
    this.lists[id] = undefined;
  }
}

/** The alphabetical rank of a string field per document, computed when a search sorts by it. */
export class TextColumn {
  private readonly texts: (string | undefined)[] = [];
  private ranks: Float64Array | undefined;

  set(id: number, text: string) {
    this.texts[id] = text.toLowerCase();
    this.ranks = undefined;
  }

  remove(id: number) {
    this.texts[id] = undefined;
    this.ranks = undefined;
  }

  get values() {
    if (!this.ranks) {
      const rankOf = new Map([...new Set(this.texts)].sort().map((text, rank) => [text, rank]));
      this.ranks = Float64Array.from(this.texts, (text) =>
        text === undefined ? Number.NaN : (rankOf.get(text) ?? Number.NaN),
      );
    }
    return this.ranks;
  }
}
