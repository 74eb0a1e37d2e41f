import { Collection } from "./collection";
import { type CurationItem, parseCuration } from "./curation";
import type { RawParameters } from "./parameters";
import { Refusal } from "./refusal";
import { type CollectionMeta, parseCollection } from "./schema";
import { search } from "./search/search";
import type { Subject } from "./search/subject";
import { NamedSets } from "./sets";
import type { Store } from "./store";
import { parseSynonym, SynonymSet } from "./synonym";

interface Cache {
  changes: number;
  answers: Map<string, string>;
  synonymSets: Map<string, SynonymSet>;
}

const ANSWERS_MAX = 500;
const ANSWER_LENGTH_MAX = 100_000;

const isTimeless = (item: CurationItem) =>
  item.effective_from_ts === undefined && item.effective_to_ts === undefined;

/** The data of a Typesense server: collections, aliases, synonym sets and curation sets. */
export class TypesenseServer {
  readonly synonyms: NamedSets<ReturnType<typeof parseSynonym>>;
  readonly curations: NamedSets<CurationItem>;
  readonly aliases = new Map<string, string>();
  readonly store: Store;
  private readonly collections = new Map<string, Collection>();
  private cache: Cache = { changes: 0, answers: new Map(), synonymSets: new Map() };

  constructor(store: Store) {
    this.store = store;
    this.synonyms = new NamedSets(store, "synonym", "Synonym index not found", parseSynonym);
    this.curations = new NamedSets(store, "curation", "Curation index not found", parseCuration);
    for (const { name, collection } of store.aliases()) this.aliases.set(name, collection);
    for (const row of store.collections()) {
      const meta = JSON.parse(row.meta) as CollectionMeta;
      const collection = new Collection(store, row.id, meta, row.next_sequence);
      collection.load();
      this.collections.set(meta.name, collection);
    }
  }

  /** Returns the collections, newest first. */
  all() {
    return [...this.collections.values()].sort((a, b) => b.id - a.id);
  }

  /** Returns a collection by its name or an alias. */
  collection(name: string) {
    const own = this.collections.get(name) ?? this.collections.get(this.aliases.get(name) ?? "");
    if (!own) throw new Refusal(404, "Collection not found");
    return own;
  }

  create(body: unknown) {
    const meta = parseCollection(body, Math.floor(Date.now() / 1000));
    if (this.collections.has(meta.name)) {
      throw new Refusal(409, `A collection with name \`${meta.name}\` already exists.`);
    }
    this.checkSets(meta);
    const id = this.store.write("addCollection", meta.name, JSON.stringify(meta));
    const collection = new Collection(this.store, id, meta);
    this.collections.set(meta.name, collection);
    return collection;
  }

  /** Drops a collection, by its name or an alias. */
  drop(name: string) {
    const own = this.collections.has(name) ? name : (this.aliases.get(name) ?? name);
    const collection = this.collections.get(own);
    if (!collection) throw new Refusal(404, `No collection with name \`${name}\` found.`);
    this.store.transaction(() => {
      this.store.write("dropDocuments", collection.id);
      this.store.write("dropCollection", collection.id);
    });
    this.collections.delete(own);
    return collection;
  }

  setAlias(name: string, collection: string) {
    if (this.collections.has(name)) {
      throw new Refusal(500, `Name \`${name}\` conflicts with an existing collection name.`);
    }
    this.store.write("putAlias", name, collection);
    this.aliases.set(name, collection);
  }

  dropAlias(name: string) {
    const collection = this.aliases.get(name);
    if (collection === undefined) throw new Refusal(404, "Collection not found");
    this.store.write("dropAlias", name);
    this.aliases.delete(name);
    return collection;
  }

  /** Throws if one of the sets does not exist. */
  checkSets(meta: Partial<Pick<CollectionMeta, "synonym_sets" | "curation_sets">>, status = 404) {
    const missing = (names: readonly string[] | undefined, sets: { has(name: string): boolean }) =>
      names?.find((name) => !sets.has(name));
    const synonym = missing(meta.synonym_sets, this.synonyms);
    const curation = missing(meta.curation_sets, this.curations);
    if (synonym !== undefined) throw new Refusal(status, `Synonym set not found: ${synonym}`);
    if (curation !== undefined) throw new Refusal(status, `Curation set not found: ${curation}`);
  }

  /**
   * Returns the answer to a search as JSON. `collection` may be an alias. Caches answers until the next write.
   */
  search(raw: RawParameters): string {
    const key = JSON.stringify(raw);
    const cached = this.freshCache().answers.get(key);
    if (cached !== undefined) return cached;
    const subject = this.subject(this.collection(raw.collection ?? ""));
    const answer = JSON.stringify(search(subject, raw));
    if (answer.length <= ANSWER_LENGTH_MAX && subject.curations().every(isTimeless)) {
      this.freshCache().answers.set(key, answer);
    }
    return answer;
  }

  /** Returns the results that were computed since the last write. */
  private freshCache() {
    const changes = this.store.changeCount();
    const { cache } = this;
    if (cache.changes !== changes || cache.answers.size >= ANSWERS_MAX) {
      this.cache = { changes, answers: new Map(), synonymSets: new Map() };
    }
    return this.cache;
  }

  private subject(collection: Collection): Subject {
    const { meta } = collection;
    return {
      name: meta.name,
      fields: collection.fields,
      defaultSortingField: meta.default_sorting_field,
      parseQuery: collection.parseQuery,
      index: collection.index,
      scratch: collection.scratch,
      document: (sequence) => collection.document(sequence),
      sequenceOf: (id) => collection.sequenceOf(id),
      synonymSets: (names) =>
        [...new Set([...names, ...meta.synonym_sets])].map((name) => this.synonymSet(name)),
      curations: () =>
        meta.curation_sets.flatMap((name) =>
          this.curations.has(name) ? this.curations.items(name) : [],
        ),
    };
  }

  /** Returns a synonym set that is prepared for lookups. */
  private synonymSet(name: string) {
    const { synonymSets } = this.freshCache();
    let set = synonymSets.get(name);
    if (!set) {
      set = new SynonymSet(this.synonyms.items(name));
      synonymSets.set(name, set);
    }
    return set;
  }
}
