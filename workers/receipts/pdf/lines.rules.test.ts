import { expect, test } from "bun:test";
import { linesOf } from "./lines.rules";
import { FONT_FILES, shaperOf } from "./testing";
import { typesetter } from "./typeset.rules";

const typeset = typesetter(shaperOf(FONT_FILES.regular), 600);
const broken = (text: string, width: number) =>
  linesOf(text, width, typeset).map(({ words }) => words.map((word) => word.text).join(""));

test("breaks a text at its spaces", () =>
  expect(broken("one two three", 4500)).toEqual(["one two", "three"]));

test("breaks a long word between characters", () => {
  const lines = broken("a 👩‍👩‍👧👩‍👩‍👧👩‍👩‍👧 b", 1500);
  expect(lines).toEqual(["a", "👩‍👩‍👧👩‍👩‍👧", "👩‍👩‍👧 b"]);
});

test("puts one character on each line when the width is too small", () =>
  expect(broken("abc", 1)).toEqual(["a", "b", "c"]));

test("keeps a no-break space within its line", () =>
  expect(broken("total KWD\u00a012.350", 6000)).toEqual(["total", "KWD\u00a012.350"]));
