import { batchOrder } from "./batch-order";

const TEXT_LENGTH_MAX = 255;

/** One value of a facet field. */
export interface FacetValue {
  /** Its place among the values of the field. */
  code: number;
  text: string;
  /** The documents that have it. */
  count: number;
  /** When the count last changed: among equally common values the earlier comes first. */
  changedAt: number;
}

/** Six significant digits, as a stream of C++ prints a float. */
const floatText = (value: number) => {
  const rounded = Number(value.toPrecision(6));
  const magnitude = Math.abs(rounded);
  if (magnitude === 0 || (magnitude >= 1e-4 && magnitude < 1e6)) return String(rounded);
  const [mantissa, exponent = "0"] = rounded.toExponential().split("e");
  const sign = exponent.startsWith("-") ? "-" : "+";
  return `${mantissa}e${sign}${exponent.replace(/[-+]/, "").padStart(2, "0")}`;
};

/** How a value of a facet field reads. */
export const facetText = (value: unknown, float: boolean) =>
  float ? floatText(Math.fround(Number(value))) : String(value).slice(0, TEXT_LENGTH_MAX);

/** The values of one facet field: which documents have which, and how common each is. */
export class FacetIndex {
  readonly values: FacetValue[] = [];
  /** Per document the place of its value in `values`, or of its values. */
  readonly codes: (number | readonly number[] | undefined)[] = [];
  documentCount = 0;
  private readonly codeOf = new Map<string, number>();
  private ranked: FacetValue[] | undefined;
  private changes = 0;
  private batch: number[] = [];

  /** Adds a document's values. They rank only after `settle`. */
  add(id: number, texts: readonly string[]) {
    const codes = [...new Set(texts.map((text) => this.code(text)))];
    for (const code of codes) this.value(code).count += 1;
    this.codes[id] = codes.length === 1 ? codes[0] : codes;
    this.documentCount += 1;
    this.batch.push(id);
    this.ranked = undefined;
  }

  remove(id: number) {
    const codes = this.codes[id];
    if (codes === undefined) return;
    for (const code of typeof codes === "number" ? [codes] : codes) {
      const value = this.value(code);
      value.count -= 1;
      this.changes += 1;
      value.changedAt = this.changes;
    }
    this.codes[id] = undefined;
    this.documentCount -= 1;
    this.ranked = undefined;
  }

  /** Ends a batch of additions. */
  settle() {
    const touched = new Set<number>();
    for (const id of batchOrder(this.batch)) {
      const codes = this.codes[id] ?? [];
      for (const code of typeof codes === "number" ? [codes] : codes) {
        if (touched.has(code)) continue;
        touched.add(code);
        this.changes += 1;
        this.value(code).changedAt = this.changes;
      }
    }
    this.batch = [];
  }

  /** The living values, commonest first. */
  get commonest(): readonly FacetValue[] {
    this.ranked ??= this.values
      .filter((value) => value.count > 0)
      .sort((a, b) => b.count - a.count || a.changedAt - b.changedAt);
    return this.ranked;
  }

  private value(code: number) {
    return this.values[code] as FacetValue;
  }

  private code(text: string) {
    let code = this.codeOf.get(text);
    if (code === undefined) {
      code = this.values.length;
      this.values.push({ code, text, count: 0, changedAt: 0 });
      this.codeOf.set(text, code);
    }
    return code;
  }
}
