import type { CollectionIndex } from "#cloud/typesense/collection.index";
import type { CurationItem } from "#cloud/typesense/curation";
import type { Field } from "#cloud/typesense/field";
import type { Query } from "#cloud/typesense/query";
import { Refusal } from "#cloud/typesense/refusal";
import type { Scratch } from "#cloud/typesense/retrieval.found";
import type { SynonymSet } from "#cloud/typesense/synonym";

export type Document = Readonly<Record<string, unknown>>;

/** The parts of a collection that a search uses. */
export interface Subject {
  name: string;
  fields: ReadonlyMap<string, Field>;
  defaultSortingField: string;
  parseQuery(q: string): Query;
  index: CollectionIndex;
  scratch: Scratch;
  document(sequence: number): Document;
  sequenceOf(id: string): number | undefined;
  /** Returns the synonyms of these sets and of the collection's own sets. */
  synonymSets(names: readonly string[]): readonly SynonymSet[];
  curations(): readonly CurationItem[];
}

/** Returns the fields that a name matches: the field of that name, or all with the prefix before a `*`. */
export const namedFields = (
  subject: Pick<Subject, "fields">,
  name: string,
  accepts: (field: Field) => boolean,
): Field[] => {
  if (name.endsWith("*")) {
    const start = name.slice(0, -1);
    return [...subject.fields.values()].filter(
      (field) => field.name.startsWith(start) && field.index && accepts(field),
    );
  }
  const field = subject.fields.get(name);
  if (!field) throw new Refusal(404, `Could not find a field named \`${name}\` in the schema.`);
  return [field];
};

/** Runs `find`. If lenient, returns no fields instead of throwing for an unknown one. */
export const leniently = <T>(lenient: boolean, find: () => T[]): T[] => {
  try {
    return find();
  } catch (error) {
    if (lenient && error instanceof Refusal && error.status === 404) return [];
    throw error;
  }
};
