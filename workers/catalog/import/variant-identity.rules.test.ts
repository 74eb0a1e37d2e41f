import { expect, test } from "bun:test";
import type { ImportedVariant } from "#catalog/import/imported.rules";
import { identify, type StoredVariant } from "#catalog/import/variant-identity.rules";

type Options = Record<string, string> | undefined;

const row = (sku: string | null, options: Options) => ({ sku, options }) as ImportedVariant;
const stored = (id: string, sku: string | null, options: Options = {}): StoredVariant => ({
  id,
  sku,
  options,
  removed: false,
});
const removed = (variant: StoredVariant): StoredVariant => ({ ...variant, removed: true });

/** Returns the variant id of each row, and the ids without a row. */
const identified = (rows: ImportedVariant[], variants: StoredVariant[]) => {
  const { pairs, unnamed } = identify(rows, variants);
  return [rows.map((each) => pairs.get(each)?.id), unnamed.map(({ id }) => id)];
};

const RED = { Color: "Red" };
const BLUE = { Color: "Blue" };

test("identifies a variant by its SKU when its options were renamed", () => {
  const variants = [stored("red", "A", RED), stored("blue", "B", BLUE)];
  expect(identified([row("B", { Color: "Navy" }), row("A", RED)], variants)).toEqual([
    ["blue", "red"],
    [],
  ]);
});

test("identifies variants by their options when they share a SKU", () => {
  const variants = [stored("red", "SHIRT", RED), stored("blue", "SHIRT", BLUE)];
  expect(identified([row("SHIRT", BLUE), row("SHIRT", RED)], variants)).toEqual([
    ["blue", "red"],
    [],
  ]);
  expect(identified([row("SHIRT", BLUE)], variants)).toEqual([["blue"], ["red"]]);
});

test("identifies a variant by its options when its SKU is not unique in the file or the catalog", () => {
  const apart = [stored("red", "A", RED), stored("blue", "B", BLUE)];
  expect(identified([row("B", RED), row("B", BLUE)], apart)).toEqual([["red", "blue"], []]);
  const shared = [stored("red", "B", RED), removed(stored("blue", "B", BLUE))];
  expect(identified([row("B", BLUE)], shared)).toEqual([["blue"], ["red"]]);
});

test("prefers the row with a variant's SKU to the row with its former options", () => {
  expect(identified([row(null, RED), row("A", BLUE)], [stored("one", "A", RED)])).toEqual([
    [undefined, "one"],
    [],
  ]);
});

test("pairs the only variant with the first row when the file has no options", () => {
  const only = [stored("one", "A")];
  const bare = { options: undefined } as ImportedVariant;
  expect(identified([bare, { ...bare }], only)).toEqual([["one", undefined], []]);
  expect(identified([row("A", undefined), row("A", undefined)], only)).toEqual([
    ["one", undefined],
    [],
  ]);
  expect(identified([row("B", undefined), row("C", undefined)], only)).toEqual([
    [undefined, undefined],
    ["one"],
  ]);
});

test("compares options regardless of case, order and Unicode form", () => {
  const variants = [stored("one", null, { Größe: "Small", Color: "Café" })];
  const spelled = { color: "CAFE\u0301", "gro\u0308ße": "small" };
  expect(identified([row(null, spelled)], variants)).toEqual([["one"], []]);
});

test("distinguishes variants whose options differ only in case", () => {
  const variants = [
    stored("one", null, { City: "Straße" }),
    stored("two", null, { City: "STRASSE" }),
  ];
  const rows = [row(null, { City: "STRASSE" }), row(null, { City: "Straße" })];
  expect(identified(rows, variants)).toEqual([["two", "one"], []]);
});

test("treats Default Title as no options", () => {
  const rows = [row(null, { Title: "Default Title" }), row(null, { Title: "Inventory" })];
  expect(identified(rows, [stored("only", null)])).toEqual([["only", undefined], []]);
});

test("prefers an active variant to a removed one", () => {
  const variants = [removed(stored("old", null, RED)), stored("new", null, RED)];
  expect(identified([row(null, RED)], variants)).toEqual([["new"], []]);
  expect(identified([row(null, RED)], [removed(stored("old", null, RED))])).toEqual([["old"], []]);
});

test("identifies the only variant, or the only one with its SKU, when a row has no options", () => {
  const two = [stored("red", "A", RED), stored("blue", "B", BLUE)];
  expect(identified([row("C", undefined)], [stored("only", "A")])[0]).toEqual(["only"]);
  expect(identified([row("B", undefined), row("C", undefined)], two)[0]).toEqual([
    "blue",
    undefined,
  ]);
  expect(identified([row("B", undefined)], [...two, removed(stored("old", "B"))])[0]).toEqual([
    "blue",
  ]);
  const shared = [stored("red", "A", RED), stored("blue", "A", BLUE)];
  expect(identified([row("A", undefined)], shared)[0]).toEqual([undefined]);
});
