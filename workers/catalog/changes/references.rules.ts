import type { FieldError } from "#kernel/errors";

/** Returns an error for each category that does not exist. */
export const categoryErrors = (ids: readonly string[], knownIds: readonly string[]): FieldError[] =>
  ids.flatMap((id, index) =>
    knownIds.includes(id)
      ? []
      : [
          {
            pointer: `/categories/${index}`,
            code: "unknown_category",
            message: "No category has this id.",
          },
        ],
  );
