const TEXT_BYTES_MAX = 255;

/** One value of a facet field. */
export interface FacetValue {
  /** Its index among the values of the field. */
  code: number;
  text: string;
  /** The number of documents that have it. */
  count: number;
}

/** Formats a float with six significant digits, as a C++ stream does. */
const floatText = (value: number) => {
  const rounded = Number(value.toPrecision(6));
  const magnitude = Math.abs(rounded);
  if (magnitude === 0 || (magnitude >= 1e-4 && magnitude < 1e6)) return String(rounded);
  const [mantissa, exponent = "0"] = rounded.toExponential().split("e");
  const sign = exponent.startsWith("-") ? "-" : "+";
  return `${mantissa}e${sign}${exponent.replace(/[-+]/, "").padStart(2, "0")}`;
};

/** Returns the first bytes of a text. Typesense cuts in the middle of a character too (facet_index.h). */
const firstBytes = (text: string) => {
  if (text.length * 3 <= TEXT_BYTES_MAX) return text;
  return Buffer.from(text).subarray(0, TEXT_BYTES_MAX).toString();
};

/** Returns the text of a facet value. */
export const facetText = (value: unknown, float: boolean) =>
  float ? floatText(Math.fround(Number(value))) : firstBytes(String(value));

const NONE = -1;
const SEVERAL = -2;

/** The index of one facet field: the values of each document and the number of documents of each value. */
export class FacetIndex {
  readonly values: FacetValue[] = [];
  /** The number of documents that have a value. */
  documentCount = 0;
  /** The code of each document's only value, or `NONE`, or `SEVERAL`. */
  private single = new Int32Array(64).fill(NONE);
  private readonly several: (readonly number[] | undefined)[] = [];
  private readonly codeOf = new Map<string, number>();
  private ranked: FacetValue[] | undefined;

  add(id: number, texts: readonly string[]) {
    const codes = [...new Set(texts.map((text) => this.code(text)))];
    for (const code of codes) this.value(code).count += 1;
    this.setCodes(id, codes);
    this.documentCount += 1;
    this.ranked = undefined;
  }

  remove(id: number) {
    const codes = this.codesOf(id);
    if (codes.length === 0) return;
    for (const code of codes) this.value(code).count -= 1;
    this.setCodes(id, []);
    this.documentCount -= 1;
    this.ranked = undefined;
  }

  /** Returns the values that documents have, most common first. */
  get commonest(): readonly FacetValue[] {
    this.ranked ??= this.values
      .filter((value) => value.count > 0)
      .sort((a, b) => b.count - a.count);
    return this.ranked;
  }

  /** Returns the codes of a document's values. */
  codesOf(id: number): readonly number[] {
    const code = this.single[id] ?? NONE;
    if (code === SEVERAL) return this.several[id] ?? [];
    return code === NONE ? [] : [code];
  }

  /** Returns the number of these documents that have each value, by code. */
  countIn(ids: readonly number[]) {
    const counts = new Int32Array(this.values.length);
    const { single, several } = this;
    for (let at = 0; at < ids.length; at += 1) {
      const id = ids[at] as number;
      const code = single[id] as number;
      if (code >= 0) (counts[code] as number)++;
      else if (code === SEVERAL) {
        for (const each of several[id] ?? []) (counts[each] as number)++;
      }
    }
    return counts;
  }

  private setCodes(id: number, codes: readonly number[]) {
    if (id >= this.single.length) {
      const larger = new Int32Array(Math.max(id + 1, this.single.length * 2)).fill(NONE);
      larger.set(this.single);
      this.single = larger;
    }
    this.single[id] = codes.length > 1 ? SEVERAL : (codes[0] ?? NONE);
    if (codes.length > 1) this.several[id] = codes;
    else if (this.several[id]) this.several[id] = undefined;
  }

  private value(code: number) {
    return this.values[code] as FacetValue;
  }

  private code(text: string) {
    let code = this.codeOf.get(text);
    if (code === undefined) {
      code = this.values.length;
      this.values.push({ code, text, count: 0 });
      this.codeOf.set(text, code);
    }
    return code;
  }
}
