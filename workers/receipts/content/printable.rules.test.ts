import { expect, test } from "bun:test";
import { printable, printableLines } from "./printable.rules";

test.each([
  ["a\u0000b\u0007c", "a b c"],
  [" two\r\nlines\u2028more ", "two lines more"],
  ["\u202egnp.exe", "gnp.exe"],
  ["half \ud83d", "half \ufffd"],
  ["KWD\u00a012.350", "KWD\u00a012.350"],
  ["😀 ☕️", "😀 ☕️"],
])("prints %j on one line as %j", (text, expected) => expect(printable(text)).toBe(expected));

test("leaves out lines that show nothing", () =>
  expect(printableLines(["Torstraße 1", null, " ", "\u0000", "Berlin"])).toEqual([
    "Torstraße 1",
    "Berlin",
  ]));
