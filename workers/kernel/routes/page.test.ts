import { expect, test } from "bun:test";
import * as z from "zod";
import { decodeCursor, encodeCursor, PageQuery, pageOf } from "#kernel/routes/page";

const Keys = z.tuple([z.number(), z.string()]);

test("returns the sort keys that a cursor was made from", () => {
  expect(decodeCursor(encodeCursor([3, "prd_ä"]), Keys)).toEqual([3, "prd_ä"]);
});

test.each(["", "%%%", "bm9wZQ", encodeCursor(["x"]), encodeCursor([1, "\ud800"])])(
  "refuses a cursor that the shop did not make for this list: %p",
  (cursor) => {
    expect(() => decodeCursor(cursor, Keys)).toThrow("The cursor is not one of ours.");
  },
);

test("returns a next cursor only when there is a next row", () => {
  const keysOf = (row: number) => [row];
  expect(pageOf([1, 2], 2, keysOf, String)).toEqual({ data: ["1", "2"], nextCursor: null });
  expect(pageOf([1, 2, 3], 2, keysOf, String).nextCursor).toBe(encodeCursor([2]));
});

test("accepts the cursor of the longest title in any script", () => {
  const cursor = encodeCursor(["title", "EUR", "茶".repeat(255), `prd_${"0".repeat(36)}`]);
  expect(PageQuery.cursor.parse(cursor)).toBe(cursor);
});
