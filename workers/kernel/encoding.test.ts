import { expect, test } from "bun:test";
import { parseJson } from "#kernel/encoding";

test.each(['"\\ud800"', '{"\\udc00":1}'])("refuses JSON with a lone surrogate: %s", (text) =>
  expect(() => parseJson(text)).toThrow(SyntaxError),
);
