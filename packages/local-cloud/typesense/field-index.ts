import { NumberColumn, NumberLists, TextColumn } from "./columns";
import { FacetIndex, facetText } from "./facet/facet";
import { baseType, type Field, isArray, isString } from "./field";
import { TermIndex } from "./terms";
import type { Tokenizer } from "./tokenizer";

/** Returns the number that represents a value in numeric indexes: an integer, a 32-bit float, or 0 or 1. */
const numeric = (value: unknown, field: Field) =>
  baseType(field) === "float" ? Math.fround(Number(value)) : Number(value);

/** The indexes of one field, for search, filters, sorting and facets. */
export class FieldIndex {
  readonly field: Field;
  readonly terms: TermIndex | undefined;
  readonly facet: FacetIndex | undefined;
  readonly numbers: NumberColumn | undefined;
  readonly numberLists: NumberLists | undefined;
  private readonly texts: TextColumn | undefined;
  private readonly tokenizer: Tokenizer;

  constructor(field: Field, tokenizer: Tokenizer) {
    this.field = field;
    this.tokenizer = tokenizer;
    if (isString(field)) this.terms = new TermIndex();
    else if (isArray(field)) this.numberLists = new NumberLists();
    else this.numbers = new NumberColumn();
    if (field.facet) this.facet = new FacetIndex();
    if (field.sort && field.type === "string") this.texts = new TextColumn();
  }

  /** The column that sorts documents, or undefined if the field is not sortable. */
  get sortColumn() {
    return this.field.sort ? (this.texts ?? this.numbers) : undefined;
  }

  add(id: number, value: unknown, score: number) {
    const values: unknown[] = Array.isArray(value) ? value : [value];
    this.terms?.add(id, this.words(values), score);
    this.numbers?.set(id, numeric(value, this.field));
    this.numberLists?.set(
      id,
      values.map((each) => numeric(each, this.field)),
    );
    this.texts?.set(id, String(value));
    const float = baseType(this.field) === "float";
    if (values.length > 0) {
      this.facet?.add(
        id,
        values.map((each) => facetText(each, float)),
      );
    }
  }

  remove(id: number, value: unknown) {
    this.terms?.remove(id, this.words(Array.isArray(value) ? value : [value]));
    this.numbers?.remove(id);
    this.numberLists?.remove(id);
    this.texts?.remove(id);
    this.facet?.remove(id);
  }

  /** Returns the number that range facets and sorting use for a document. */
  numberOf(id: number) {
    return this.numbers?.values[id] ?? Number.NaN;
  }

  private words(values: readonly unknown[]) {
    return values.map((value) => this.tokenizer.words(String(value)));
  }
}
