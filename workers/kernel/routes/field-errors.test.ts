import { expect, test } from "bun:test";
import * as z from "zod";
import { fieldErrorsOf } from "#kernel/routes/field-errors";

const schema = z.strictObject({
  name: z.string().min(2).max(5),
  count: z.int().min(1).max(9),
  kind: z.enum(["a", "b"]).optional(),
  tags: z.array(z.string()).max(2).optional(),
  link: z.url().optional(),
  code: z.string().regex(/^x/, "must begin with x").optional(),
  steps: z.int().multipleOf(10).optional(),
  nested: z.strictObject({ "a/b": z.string() }).optional(),
  odd: z
    .string()
    .refine((text) => text !== "no", {
      error: "must not be no",
      params: { code: "forbidden_word", word: "no" },
    })
    .optional(),
});

const errorsOf = (input: object) => {
  const { error } = schema.safeParse(input);
  return fieldErrorsOf(error?.issues ?? [], { schema, input, prefix: "/" });
};
const valid = { name: "Ada", count: 3 };
const first = (more: object) => errorsOf({ ...valid, ...more })[0];

test.each([
  [{ name: undefined }, { pointer: "/name", code: "required", message: "This field is required." }],
  [
    { name: 7 },
    { pointer: "/name", code: "invalid_type", message: "Must be a text.", expected: "string" },
  ],
  [
    { name: "A" },
    { pointer: "/name", code: "too_short", message: "Must be at least 2 characters.", min: 2 },
  ],
  [
    { name: "Ada Lovelace" },
    { pointer: "/name", code: "too_long", message: "Must be at most 5 characters.", max: 5 },
  ],
  [{ count: 0 }, { pointer: "/count", code: "too_small", message: "Must be at least 1.", min: 1 }],
  [{ count: 10 }, { pointer: "/count", code: "too_large", message: "Must be at most 9.", max: 9 }],
  [
    { kind: "c" },
    {
      pointer: "/kind",
      code: "invalid_value",
      message: "Must be one of a, b.",
      allowed: ["a", "b"],
    },
  ],
  [
    { tags: ["1", "2", "3"] },
    { pointer: "/tags", code: "too_many", message: "Must be at most 2 items.", max: 2 },
  ],
  [
    { tags: [7] },
    { pointer: "/tags/0", code: "invalid_type", message: "Must be a text.", expected: "string" },
  ],
  [
    { link: "no link" },
    { pointer: "/link", code: "invalid_format", message: "Must be a valid url.", format: "url" },
  ],
  [
    { code: "y" },
    { pointer: "/code", code: "invalid_format", message: "Must begin with x.", format: "regex" },
  ],
  [
    { steps: 5 },
    { pointer: "/steps", code: "not_multiple_of", message: "Must be a multiple of 10.", of: 10 },
  ],
  [
    { nested: {} },
    { pointer: "/nested/a~1b", code: "required", message: "This field is required." },
  ],
  [
    { odd: "no" },
    { pointer: "/odd", code: "forbidden_word", message: "Must not be no.", word: "no" },
  ],
])("reports pointer, code and message for the body %j", (more, expected) => {
  expect(first(more)).toEqual(expected);
});

test("lists the known fields in the error of an unknown one, in nested objects too", () => {
  expect(first({ colour: "red" })).toMatchObject({
    pointer: "/colour",
    code: "unknown_field",
    known: Object.keys(schema.shape),
  });
  expect(first({ nested: { "a/b": "x", c: 1 } })).toMatchObject({
    pointer: "/nested/c",
    code: "unknown_field",
    known: ["a/b"],
  });
});

test.each([[[]], [["a"]], [{ length: 0 }], [5], [true], [null]])(
  "reports one error for a text and one for a list when their value has another type: %j",
  (value) => {
    const bounded = z.strictObject({
      text: z
        .string()
        .min(12)
        .max(72)
        .refine((text) => text !== ""),
      list: z.array(z.string()).min(1),
    });
    const list = Array.isArray(value) ? "" : value;
    const input = { text: value, list };
    const { error } = bounded.safeParse(input);
    const errors = fieldErrorsOf(error?.issues ?? [], { schema: bounded, input, prefix: "/" });
    const expected = [
      { pointer: "/text", code: "invalid_type" },
      { pointer: "/list", code: "invalid_type" },
    ];
    expect(errors).toMatchObject(expected);
    expect(errors).toHaveLength(2);
  },
);

test("reports every rule that a text of the right type breaks", () => {
  const both = z.strictObject({ text: z.string().min(12).regex(/^a/) });
  const { error } = both.safeParse({ text: "" });
  const errors = fieldErrorsOf(error?.issues ?? [], {
    schema: both,
    input: { text: "" },
    prefix: "/",
  });
  expect(errors.map(({ code }) => code)).toEqual(["too_short", "invalid_format"]);
});

test("points at the whole body when it is not an object", () => {
  const { error } = schema.safeParse([]);
  const [found] = fieldErrorsOf(error?.issues ?? [], { schema, input: [], prefix: "/" });
  expect(found).toMatchObject({ pointer: "", code: "invalid_type" });
});

test("reports at most 50 errors when a body has thousands of unknown fields", () => {
  const unknown = Object.fromEntries(Array.from({ length: 7000 }, (_, i) => [`x${i}`, 0]));
  expect(errorsOf({ ...valid, ...unknown })).toHaveLength(50);
  expect(errorsOf({ ...valid, nested: { "a/b": "", ...unknown }, ...unknown })).toHaveLength(50);
});

test("reports a choice without a value as required when it is missing", () => {
  const choice = z.strictObject({ kind: z.enum(["a", "b"]) });
  const { error } = choice.safeParse({});
  expect(fieldErrorsOf(error?.issues ?? [], { schema: choice, input: {}, prefix: "/" })).toEqual([
    { pointer: "/kind", code: "required", message: "This field is required." },
  ]);
});
