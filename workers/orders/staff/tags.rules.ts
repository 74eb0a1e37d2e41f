import { AppError } from "#kernel/errors";
import { foldCase } from "#kernel/fold";
import type { TagChange } from "#orders/notes/note.rules";

export const TAGS_MAX = 20;

const folded = (tags: readonly string[] = []) => new Set(tags.map(foldCase));

/**
 * Returns the tags of an order after a change, and what the change adds and removes. Tags are stored in
 * lower case. A tag that is added and removed is added.
 * @throws 400 `validation_failed` for more than `TAGS_MAX` tags
 */
export const tagsAfter = (
  current: readonly string[],
  wanted: { add?: readonly string[] | undefined; remove?: readonly string[] | undefined },
): TagChange & { tags: string[] } => {
  const before = new Set(current);
  const asked = folded(wanted.add);
  const dropped = folded(wanted.remove);
  const add = [...asked].filter((tag) => !before.has(tag));
  const remove = current.filter((tag) => dropped.has(tag) && !asked.has(tag));
  const tags = [...current.filter((tag) => !remove.includes(tag)), ...add].toSorted();
  if (tags.length > TAGS_MAX)
    throw new AppError("validation_failed", `An order has at most ${TAGS_MAX} tags.`, {
      errors: [
        {
          pointer: "/add",
          code: "too_many",
          message: `Must leave the order at most ${TAGS_MAX} tags.`,
        },
      ],
    });
  return { add, remove, tags };
};
