import { CollectionIndex, idsIn } from "./collection.index";
import {
  changed,
  conform,
  type DirtyValues,
  type Draft,
  increment,
  merged,
  type Operation,
  type StoredDocument,
} from "./document";
import type { Field } from "./field";
import { type FilterSubject, maskOf } from "./filter/match";
import { parseFilter } from "./filter/parser";
import { queryParser } from "./query";
import { Refusal } from "./refusal";
import { Scratch } from "./retrieval.found";
import {
  type CollectionMeta,
  dynamicFields,
  newFields,
  parseAlteration,
  staticFields,
} from "./schema";
import type { Store } from "./store";
import { type TokenRules, tokenizer } from "./tokenizer";

export interface WriteOptions {
  operation: Operation;
  dirtyValues: DirtyValues;
}

/** A collection: its documents, in memory and on disk, and their index. */
export class Collection {
  readonly id: number;
  readonly meta: CollectionMeta;
  readonly scratch = new Scratch();
  readonly parseQuery: ReturnType<typeof queryParser>;
  /** The indexed fields. */
  readonly fields = new Map<string, Field>();
  index: CollectionIndex;
  private readonly store: Store;
  private readonly documents: (StoredDocument | undefined)[] = [];
  private readonly sequences = new Map<string, number>();
  private nextSequence: number;

  constructor(store: Store, id: number, meta: CollectionMeta, nextSequence = 0) {
    this.store = store;
    this.id = id;
    this.meta = meta;
    this.nextSequence = nextSequence;
    this.parseQuery = queryParser(this.tokenRules);
    this.index = this.emptyIndex();
  }

  get size() {
    return this.index.size;
  }

  /** Returns the description of the collection. */
  summary() {
    return { ...this.meta, num_documents: this.size };
  }

  /** Loads the documents from disk. */
  load() {
    for (const { sequence, body } of this.store.documents(this.id))
      this.place(sequence, JSON.parse(body) as StoredDocument);
  }

  has(id: string) {
    return this.sequences.has(id);
  }

  sequenceOf(id: string) {
    return this.sequences.get(id);
  }

  document(sequence: number): StoredDocument {
    const document = this.documents[sequence];
    if (!document) throw new Error(`No document has the sequence number ${sequence}.`);
    return document;
  }

  get(id: string): StoredDocument {
    const sequence = this.sequences.get(id);
    if (sequence === undefined) {
      throw new Refusal(404, `Could not find a document with id: ${id}`);
    }
    return this.document(sequence);
  }

  /** Writes one document, or throws and changes nothing. Call `saveNextSequence` after a batch of writes. */
  write(draft: Draft, options: WriteOptions): StoredDocument {
    const sequence = this.sequenceFor(draft, options.operation);
    const stored = this.documents[sequence];
    increment(draft, stored, this.fields);
    const added = newFields(draft, this.fields, this.dynamic, options.dirtyValues);
    const fields = [...this.fields.values(), ...added];
    conform(draft, {
      ...options,
      fields,
      defaultSortingField: this.meta.default_sorting_field,
      isUpdate: stored !== undefined,
    });
    this.addFields(added);
    const document = (stored ? merged(stored, draft, options.operation) : draft) as StoredDocument;
    const visible = this.withoutIndexOnly(document);
    this.store.write("putDocument", this.id, sequence, JSON.stringify(visible));
    if (stored) this.replace(sequence, stored, document, visible);
    else this.place(sequence, document, visible);
    return visible;
  }

  /** Stores the next sequence number. Call it after a batch of writes. */
  saveNextSequence() {
    this.store.write("setNextSequence", this.nextSequence, this.id);
  }

  remove(sequence: number) {
    const document = this.document(sequence);
    this.index.removeValues(sequence, document);
    this.index.removeDocument(sequence);
    this.documents[sequence] = undefined;
    this.sequences.delete(document.id);
    this.store.write("dropDocument", this.id, sequence);
    return document;
  }

  /** Returns the documents that a filter accepts. An empty filter accepts all. */
  matching(filterBy: string, lenient = false): number[] {
    const filter = parseFilter(filterBy, { field: (name) => this.fields.get(name), lenient });
    if (!filter) return idsIn(this.index.alive);
    const subject: FilterSubject = {
      index: this.index,
      sequenceOf: (id) => this.sequences.get(id),
      prefixCandidatesMax: 4,
    };
    return idsIn(maskOf(filter, subject));
  }

  /** Updates the description of the collection, except its fields. */
  describe(change: Partial<Pick<CollectionMeta, "metadata" | "synonym_sets" | "curation_sets">>) {
    Object.assign(this.meta, change);
    this.saveMeta();
  }

  /** Drops and adds fields. Throws if an existing document does not fit an added field. */
  alter(described: unknown) {
    const { dropped, added } = parseAlteration(described, this.meta);
    const remaining = this.meta.fields.filter(({ name }) => !dropped.has(name));
    const fields = staticFields(added);
    for (const sequence of idsIn(this.index.alive)) {
      conform(
        { ...this.document(sequence) },
        {
          fields,
          defaultSortingField: "",
          operation: "create",
          isUpdate: false,
          dirtyValues: "reject",
        },
      );
    }
    this.meta.fields = [...remaining, ...added];
    this.saveMeta();
    this.index = this.emptyIndex();
    this.documents.forEach((document, sequence) => {
      if (document) this.place(sequence, document);
    });
  }

  private get tokenRules(): TokenRules {
    return {
      symbolsToIndex: this.meta.symbols_to_index,
      tokenSeparators: this.meta.token_separators,
    };
  }

  private get dynamic() {
    return dynamicFields(this.meta.fields);
  }

  private emptyIndex() {
    const index = new CollectionIndex(tokenizer(this.tokenRules));
    this.fields.clear();
    for (const field of staticFields(this.meta.fields)) {
      this.fields.set(field.name, field);
      index.addField(field);
    }
    return index;
  }

  private addFields(added: readonly Field[]) {
    if (added.length === 0) return;
    for (const field of added) {
      this.fields.set(field.name, field);
      this.index.addField(field);
      this.meta.fields.push(field);
    }
    this.saveMeta();
  }

  private saveMeta() {
    this.store.write("setMeta", JSON.stringify(this.meta), this.id);
  }

  /** Returns the sequence number of the written document, a new one if the document is new. */
  private sequenceFor(draft: Draft, operation: Operation) {
    const { id } = draft;
    if (id === undefined) {
      if (operation === "update") {
        throw new Refusal(400, "For update, the `id` key must be provided.");
      }
      const sequence = this.takeSequence();
      draft.id = String(sequence);
      return sequence;
    }
    if (id === "") throw new Refusal(400, "The `id` should not be empty.");
    if (typeof id !== "string") {
      throw new Refusal(400, "Document's `id` field should be a string.");
    }
    const existing = this.sequences.get(id);
    if (existing !== undefined && operation === "create") {
      throw new Refusal(409, `A document with id ${id} already exists.`);
    }
    if (existing === undefined && operation === "update") {
      throw new Refusal(404, `Could not find a document with id: ${id}`);
    }
    return existing ?? this.takeSequence();
  }

  private takeSequence() {
    this.nextSequence += 1;
    return this.nextSequence - 1;
  }

  /** Returns the document without the fields that are indexed only. */
  private withoutIndexOnly(document: StoredDocument): StoredDocument {
    const indexOnly = this.meta.fields.filter(({ store }) => !store);
    if (indexOnly.length === 0) return document;
    const hidden = new Set(indexOnly.map(({ name }) => name));
    return Object.fromEntries(
      Object.entries(document).filter(([name]) => !hidden.has(name)),
    ) as StoredDocument;
  }

  private scoreOf(document: Draft) {
    const value = document[this.meta.default_sorting_field];
    return typeof value === "number" || typeof value === "boolean" ? Number(value) : 0;
  }

  private place(sequence: number, document: StoredDocument, visible = document) {
    this.index.addDocument(sequence);
    this.index.addValues(sequence, document, this.scoreOf(document));
    this.documents[sequence] = visible;
    this.sequences.set(document.id, sequence);
  }

  private replace(
    sequence: number,
    before: StoredDocument,
    after: StoredDocument,
    visible: StoredDocument,
  ) {
    this.index.removeValues(sequence, changed(before, after));
    this.index.addValues(sequence, changed(after, before), this.scoreOf(after));
    this.documents[sequence] = visible;
  }
}
