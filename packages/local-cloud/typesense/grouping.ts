import type { CollectionIndex } from "./collection.index";
import type { Field } from "./field";
import type { Document } from "./search/subject";

export interface Grouping {
  fields: readonly Field[];
  limit: number;
  /** Whether all documents without a value form one group, or each a group of its own. */
  groupMissing: boolean;
}

/** Returns a function that numbers groups. Documents with the same values get the same number. */
export const groupNumbers = (index: CollectionIndex, { fields, groupMissing }: Grouping) => {
  const numbers = new Map<string, number>();
  const indexes = fields.map(({ name }) => index.indexed(name).facet);
  return (id: number) => {
    const codes = indexes.map((facet) => facet?.codesOf(id).join(",") ?? "");
    const missing = codes.every((each) => each === "");
    const key = missing && !groupMissing ? `#${id}` : codes.join("|");
    let number = numbers.get(key);
    if (number === undefined) {
      number = numbers.size;
      numbers.set(key, number);
    }
    return number;
  };
};

export interface Group {
  /** The ranks of its best documents in the result. */
  places: number[];
  /** The number of its documents. */
  size: number;
}

/** Collects ranked documents into groups, in the order of their best documents. */
export const gather = (
  places: readonly number[],
  groupOf: (place: number) => number,
  limit: number,
): Map<number, Group> => {
  const groups = new Map<number, Group>();
  for (const place of places) {
    const number = groupOf(place);
    const group = groups.get(number);
    if (!group) groups.set(number, { places: [place], size: 1 });
    else {
      group.size += 1;
      if (group.places.length < limit) group.places.push(place);
    }
  }
  return groups;
};

/** Returns the key of a group: the values of one of its documents. */
export const groupKey = (fields: readonly Field[], document: Document) =>
  fields.flatMap(({ name }) => (document[name] === undefined ? [] : [document[name]]));
