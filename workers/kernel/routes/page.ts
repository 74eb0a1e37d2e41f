import * as z from "zod";
import { fromBase64Url, fromUtf8, parseJson, toBase64Url } from "#kernel/encoding";
import { AppError } from "#kernel/errors";

export const PAGE_LIMIT_DEFAULT = 24;
export const PAGE_LIMIT_MAX = 100;
/**
 * The maximum length of a cursor, above that of the longest title: 255 characters of three bytes each, in
 * base64, beside an id.
 */
const CURSOR_CHARS_MAX = 2048;

/** The sort keys in a cursor of a list by age: time and id of the last row of the previous page. */
export type AgeKeys = [atMs: number, id: string];

/** The query parameters of every keyset-paged list. */
export const PageQuery = {
  limit: z.coerce.number().int().min(1).max(PAGE_LIMIT_MAX).default(PAGE_LIMIT_DEFAULT),
  cursor: z.string().max(CURSOR_CHARS_MAX).optional(),
};

/** The limit and cursor of a list query. */
export interface PageRequest {
  limit: number;
  cursor?: string | undefined;
}

/** The schema of a page of a list. */
export const pageSchema = <Item extends z.ZodType>(item: Item) =>
  z.strictObject({ data: z.array(item), nextCursor: z.string().nullable() });

/** A page of a list; `nextCursor` is null on the last one. */
export interface Page<T> {
  data: T[];
  nextCursor: string | null;
}

/** Returns an opaque cursor made from the sort keys of a page's last row. */
export const encodeCursor = (keys: readonly (string | number)[]) =>
  toBase64Url(new TextEncoder().encode(JSON.stringify(keys)));

/** Returns the sort keys of a cursor, checked against a schema. @throws 400 `validation_failed` */
export const decodeCursor = <T>(cursor: string | undefined, keys: z.ZodType<T>): T | undefined => {
  if (cursor === undefined) return undefined;
  try {
    return keys.parse(parseJson(fromUtf8(fromBase64Url(cursor))));
  } catch (cause) {
    throw new AppError("validation_failed", "The cursor is not one of ours.", {
      errors: [
        {
          pointer: "?cursor",
          code: "invalid_cursor",
          message: "Must be the nextCursor of an earlier answer.",
        },
      ],
      cause,
    });
  }
};

/**
 * Returns a page made from up to `limit + 1` rows: the extra row only shows that there is a next page.
 * @param keysOf the sort keys of a row, for the cursor
 */
export const pageOf = <Row, T>(
  rows: readonly Row[],
  limit: number,
  keysOf: (row: Row) => readonly (string | number)[],
  view: (row: Row) => T,
): Page<T> => {
  const shown = rows.slice(0, limit);
  const last = shown.at(-1);
  const nextCursor = rows.length > limit && last !== undefined ? encodeCursor(keysOf(last)) : null;
  return { data: shown.map(view), nextCursor };
};
