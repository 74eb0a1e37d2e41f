import { expect, test } from "bun:test";
import { parseJson } from "#kernel/encoding";

test.each([
  '{"__proto__":1}',
  '{"a":[{"__proto__":{}}]}',
  '{"\\u005f_proto__":1}',
  '{"__\\u0050roto__":1,"__proto_\\u005f":2}',
])("refuses a member that copies of its object lose: %s", (text) =>
  expect(() => parseJson(text)).toThrow(SyntaxError),
);

test("takes the same words as a value, and other members that look alike", () => {
  const value = { a: "__proto__", proto__: 1, __PROTO__: 2, constructor: 3, "\u00e9": "\\u" };
  expect(parseJson(JSON.stringify(value))).toEqual(value);
});

test.each(['"\\ud800"', '{"\\udc00":1}'])("refuses a surrogate that stands alone: %s", (text) =>
  expect(() => parseJson(text)).toThrow(SyntaxError),
);
