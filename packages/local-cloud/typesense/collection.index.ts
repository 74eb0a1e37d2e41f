import type { Field } from "./field";
import { FieldIndex } from "./field-index";
import { Refusal } from "./refusal";
import type { Tokenizer } from "./tokenizer";

const grown = (mask: Uint8Array, id: number) => {
  const larger = new Uint8Array(Math.max(id + 1, mask.length * 2));
  larger.set(mask);
  return larger;
};

/** The in-memory search index of a collection. It identifies documents by sequence number. */
export class CollectionIndex {
  readonly tokenizer: Tokenizer;
  /**
   * A byte for each sequence number: 1 if the document exists. Masks of filtered documents have the same
   * length.
   */
  alive: Uint8Array = new Uint8Array(64);
  size = 0;
  private readonly fields = new Map<string, FieldIndex>();

  constructor(tokenizer: Tokenizer) {
    this.tokenizer = tokenizer;
  }

  addField(field: Field) {
    if (field.index) this.fields.set(field.name, new FieldIndex(field, this.tokenizer));
  }

  dropField(name: string) {
    this.fields.delete(name);
  }

  field(name: string) {
    return this.fields.get(name);
  }

  /** Returns the index of a field. Throws if the field is not indexed. */
  indexed(name: string) {
    const field = this.fields.get(name);
    if (!field) {
      throw new Refusal(400, `Field \`${name}\` is marked as a non-indexed field in the schema.`);
    }
    return field;
  }

  addDocument(id: number) {
    if (id >= this.alive.length) this.alive = grown(this.alive, id);
    if (this.alive[id] === 1) return;
    this.alive[id] = 1;
    this.size += 1;
  }

  removeDocument(id: number) {
    if (this.alive[id] !== 1) return;
    this.alive[id] = 0;
    this.size -= 1;
  }

  /** Indexes values of a document. `score` is its default sorting value. */
  addValues(id: number, values: Readonly<Record<string, unknown>>, score: number) {
    for (const name of Object.keys(values)) this.fields.get(name)?.add(id, values[name], score);
  }

  removeValues(id: number, values: Readonly<Record<string, unknown>>) {
    for (const name of Object.keys(values)) this.fields.get(name)?.remove(id, values[name]);
  }
}

/** Returns the sequence numbers that a mask contains, ascending. */
export const idsIn = (mask: Uint8Array) => {
  const ids: number[] = [];
  for (let id = 0; id < mask.length; id += 1) if (mask[id] === 1) ids.push(id);
  return ids;
};
