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

/** The ids that the rows mean, and those that no row means. */
const meant = (rows: ImportedVariant[], variants: StoredVariant[]) => {
  const { pairs, unnamed } = identify(rows, variants);
  return [rows.map((each) => pairs.get(each)?.id), unnamed.map(({ id }) => id)];
};

const RED = { Color: "Red" };
const BLUE = { Color: "Blue" };

test("identifies a variant by its SKU when the options have been renamed", () => {
  const variants = [stored("red", "A", RED), stored("blue", "B", BLUE)];
  expect(meant([row("B", { Color: "Navy" }), row("A", RED)], variants)).toEqual([
    ["blue", "red"],
    [],
  ]);
});

test("identifies variants by their options when they share a SKU", () => {
  const variants = [stored("red", "SHIRT", RED), stored("blue", "SHIRT", BLUE)];
  expect(meant([row("SHIRT", BLUE), row("SHIRT", RED)], variants)).toEqual([["blue", "red"], []]);
  expect(meant([row("SHIRT", BLUE)], variants)).toEqual([["blue"], ["red"]]);
});

test("identifies by the options when the SKU is shared in the file or in the catalog alone", () => {
  const apart = [stored("red", "A", RED), stored("blue", "B", BLUE)];
  expect(meant([row("B", RED), row("B", BLUE)], apart)).toEqual([["red", "blue"], []]);
  const shared = [stored("red", "B", RED), removed(stored("blue", "B", BLUE))];
  expect(meant([row("B", BLUE)], shared)).toEqual([["blue"], ["red"]]);
});

test("gives a variant to the row with its SKU before one with its former options", () => {
  expect(meant([row(null, RED), row("A", BLUE)], [stored("one", "A", RED)])).toEqual([
    [undefined, "one"],
    [],
  ]);
});

test("gives the only variant to the first row when the file has no options", () => {
  const only = [stored("one", "A")];
  const bare = { options: undefined } as ImportedVariant;
  expect(meant([bare, { ...bare }], only)).toEqual([["one", undefined], []]);
  expect(meant([row("A", undefined), row("A", undefined)], only)).toEqual([["one", undefined], []]);
  expect(meant([row("B", undefined), row("C", undefined)], only)).toEqual([
    [undefined, undefined],
    ["one"],
  ]);
});

test("identifies options without regard to case, order and Unicode form", () => {
  const variants = [stored("one", null, { Größe: "Small", Color: "Café" })];
  const spelled = { color: "CAFE\u0301", "gro\u0308ße": "small" };
  expect(meant([row(null, spelled)], variants)).toEqual([["one"], []]);
});

test("tells variants apart whose options differ in no more than case", () => {
  const variants = [
    stored("one", null, { City: "Straße" }),
    stored("two", null, { City: "STRASSE" }),
  ];
  const rows = [row(null, { City: "STRASSE" }), row(null, { City: "Straße" })];
  expect(meant(rows, variants)).toEqual([["two", "one"], []]);
});

test("takes Default Title for a product without options", () => {
  const rows = [row(null, { Title: "Default Title" }), row(null, { Title: "Inventory" })];
  expect(meant(rows, [stored("only", null)])).toEqual([["only", undefined], []]);
});

test("prefers a variant that is sold to one that was removed", () => {
  const variants = [removed(stored("old", null, RED)), stored("new", null, RED)];
  expect(meant([row(null, RED)], variants)).toEqual([["new"], []]);
  expect(meant([row(null, RED)], [removed(stored("old", null, RED))])).toEqual([["old"], []]);
});

test("identifies the only variant, or the only one with the SKU, when a row has no options", () => {
  const two = [stored("red", "A", RED), stored("blue", "B", BLUE)];
  expect(meant([row("C", undefined)], [stored("only", "A")])[0]).toEqual(["only"]);
  expect(meant([row("B", undefined), row("C", undefined)], two)[0]).toEqual(["blue", undefined]);
  expect(meant([row("B", undefined)], [...two, removed(stored("old", "B"))])[0]).toEqual(["blue"]);
  const shared = [stored("red", "A", RED), stored("blue", "A", BLUE)];
  expect(meant([row("A", undefined)], shared)[0]).toEqual([undefined]);
});
