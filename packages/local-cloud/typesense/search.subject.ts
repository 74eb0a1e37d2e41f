import type { CollectionIndex } from "./collection.index";
import type { CurationItem } from "./curation";
import type { Field } from "./field";
import type { Query } from "./query";
import { Refusal } from "./refusal";
import type { Scratch } from "./retrieval.found";
import type { SynonymSet } from "./synonym";

export type Document = Readonly<Record<string, unknown>>;

/** A collection as a search sees it. */
export interface Subject {
  name: string;
  fields: ReadonlyMap<string, Field>;
  defaultSortingField: string;
  parseQuery(q: string): Query;
  index: CollectionIndex;
  scratch: Scratch;
  document(sequence: number): Document;
  sequenceOf(id: string): number | undefined;
  /** The synonyms of these sets and of those that the collection names itself. */
  synonymSets(names: readonly string[]): readonly SynonymSet[];
  curations(): readonly CurationItem[];
}

/** The fields that a name stands for: itself, or all that start with what is before its `*`. */
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

/** The same, but a field that is not there is left out when the caller asked not to check names. */
export const leniently = <T>(lenient: boolean, find: () => T[]): T[] => {
  try {
    return find();
  } catch (error) {
    if (lenient && error instanceof Refusal && error.status === 404) return [];
    throw error;
  }
};
