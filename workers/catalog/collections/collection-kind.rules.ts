import { AppError } from "#kernel/errors";
import type { CollectionRow } from "./collection.rules";
import type { CollectionPatch } from "./collections.contract";

export const invalid = (pointer: string, code: string, message: string) =>
  new AppError("collection_invalid", "Correct the fields in errors, and try again.", {
    errors: [{ pointer, code, message }],
  });

/** @throws 422 `collection_invalid` if the change does not suit the kind of the collection */
export const requireKind = (
  { kind }: Pick<CollectionRow, "kind">,
  wanted: CollectionRow["kind"],
  pointer: string,
) => {
  if (kind !== wanted)
    throw invalid(pointer, "other_kind", `Only a collection of the kind ${wanted} has this.`);
};

/** @throws 422 `collection_invalid` if rules are given to a collection that is picked by hand */
export const requireRules = (
  row: Pick<CollectionRow, "kind">,
  { match, rules }: Pick<CollectionPatch, "match" | "rules">,
) => {
  if (match !== undefined) requireKind(row, "rule", "/match");
  if (rules !== undefined) requireKind(row, "rule", "/rules");
};
