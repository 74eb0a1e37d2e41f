import { expect, test } from "bun:test";
import { Line } from "#kernel/text";

const takes = (text: string) => Line(200).safeParse(text).success;

test.each([
  ["nothing", ""],
  ["blanks", " \u00a0\u3000"],
  ["a zero-width space", "\u200b"],
  ["a word joiner and a byte order mark", "\u2060\ufeff"],
  ["a soft hyphen", "\u00ad"],
  ["a variation selector", "\ufe0f"],
  ["a tag of no flag", "\u{e0061}"],
  ["a Hangul filler", "\u3164"],
  ["an empty Braille pattern", "\u2800"],
  ["a mark without a letter", "\u0301"],
  ["a private character", "\ue000"],
])("refuses a line without a visible character: %s", (_, text) => expect(takes(text)).toBe(false));

test.each(["Ada", "李", "أحمد", "नेहा", "O\u200bK", "7", "—", "💐", "क\u094d\u200dष"])(
  "accepts a line with a visible character: %s",
  (text) => expect(takes(text)).toBe(true),
);

test.each([
  ["\u200b", "invisible_text"],
  ["A\u0000", "control_characters"],
  ["A\ud800", "malformed_text"],
])("gives the error code of a rejected line: %j", (text, code) => {
  const [issue] = Line(200).safeParse(text).error?.issues ?? [];
  expect(issue).toMatchObject({ code: "custom", params: { code } });
});
