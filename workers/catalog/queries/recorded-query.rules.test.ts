import { expect, test } from "bun:test";
import { recordedQuery } from "#catalog/queries/recorded-query.rules";

test.each([
  ["Oak  Lamp", "oak lamp"],
  ["ΚΑΦΕΣ", "καφεσ"],
  ["东京", "东京"],
  ["size 12345", "size 12345"],
  ["90 x 150 cm", "90 x 150 cm"],
])("counts %s as %s", (q, counted) => expect(recordedQuery(q)).toBe(counted));

test.each([
  "",
  "   ",
  "ada@example.test",
  "mail ada＠example",
  "ada (at) example",
  "https://example.test/reset",
  "+49 30 1234567",
  "030/123.456",
  "(0171) 234-567",
  "4242 4242 4242 4242",
  "DE89 3704 0044 0532 0130 00",
  "١٢٣٤٥٦٧",
  "O-000123456",
  "a".repeat(31),
  "one two three four five six seven eight nine",
  "long words ".repeat(6),
])("does not count %p", (q) => expect(recordedQuery(q)).toBeNull());
