import { expect, test } from "bun:test";
import {
  type ExistingProduct,
  type ExistingVariant,
  planProduct,
} from "#catalog/import/import-plan.rules";
import type { ImportedProduct, ImportedVariant } from "#catalog/import/imported.rules";
import { newId } from "#kernel/ids";

const NO_PRODUCT_COLUMNS = {
  title: undefined,
  description: undefined,
  descriptionHtml: undefined,
  brand: undefined,
  category: undefined,
  tags: undefined,
  status: undefined,
  media: undefined,
  options: undefined,
  seoTitle: undefined,
  seoDescription: undefined,
};
const NO_VARIANT_COLUMNS = {
  sku: undefined,
  options: undefined,
  title: undefined,
  image: undefined,
  barcode: undefined,
  weightGrams: undefined,
  unitMeasure: undefined,
  kept: {},
  policy: undefined,
  tracked: undefined,
  quantity: undefined,
  priceMinor: undefined,
  compareAtMinor: undefined,
};

const row = (line: number, changes: Partial<ImportedVariant>): ImportedVariant => ({
  ...NO_VARIANT_COLUMNS,
  line,
  ...changes,
});
const file = (
  variants: ImportedVariant[],
  changes: Partial<ImportedProduct> = {},
): ImportedProduct => ({
  ...NO_PRODUCT_COLUMNS,
  slug: "lamp",
  line: 2,
  title: "Lamp",
  attributes: {},
  kept: {},
  complete: true,
  variants,
  lines: variants.map(({ line }) => line),
  ...changes,
});
const variant = (changes: Partial<ExistingVariant>): ExistingVariant => ({
  id: "var_lamp",
  sku: "L-1",
  title: "Default",
  options: {},
  image: null,
  barcode: null,
  weightGrams: null,
  unitMeasure: null,
  kept: {},
  position: 0,
  policy: "continue",
  tracked: true,
  counted: true,
  removed: false,
  amountMinor: 8000,
  compareAtMinor: 9900,
  ...changes,
});
const lamp = (...variants: ExistingVariant[]): ExistingProduct => ({
  id: "prd_lamp",
  slug: "lamp",
  version: 3,
  status: "draft",
  options: [],
  same: true,
  sameCategory: true,
  media: [],
  variants,
});
const SIZES = [{ Size: "S" }, { Size: "L" }];

const planOf = (product: ImportedProduct, existing?: ExistingProduct) =>
  planProduct({ product, existing }, newId);

test("plans only a new price when the file has no other column", () => {
  const { plan, errors } = planOf(file([row(2, { priceMinor: 7500 })]), lamp(variant({})));
  expect(errors).toEqual([]);
  expect(plan).toMatchObject({ outcome: "updated", visible: false, removedIds: [] });
  const { id: _, removed: _removed, counted: _counted, ...before } = variant({ amountMinor: 7500 });
  expect(plan?.variants.map(({ content }) => content)).toEqual([before]);
});

test("plans no change when the file equals the stored product", () => {
  const { plan } = planOf(file([row(2, { priceMinor: 8000, sku: "L-1" })]), lamp(variant({})));
  expect(plan?.outcome).toBe("unchanged");
  expect(plan?.variants[0]?.outcome).toBe("unchanged");
});

test("treats an empty cell as an empty value and a missing column as no change", () => {
  const { plan } = planOf(file([row(2, { compareAtMinor: null })]), lamp(variant({})));
  expect(plan?.variants[0]?.content).toMatchObject({ sku: "L-1", compareAtMinor: null });
});

test("gives a new product the defaults of missing columns", () => {
  const { plan } = planOf(file([row(2, { priceMinor: 100 })]));
  expect(plan).toMatchObject({ outcome: "created", visible: true, options: [], fromVersion: 0 });
  expect(plan?.variants[0]?.content).toMatchObject({
    sku: null,
    title: "Default",
    options: {},
    image: null,
    policy: "deny",
    position: 0,
    amountMinor: 100,
    compareAtMinor: null,
  });
});

test("reports the line of a new product without a price, title or variant", () => {
  const refusals = [
    file([row(2, {})]),
    file([row(2, { priceMinor: 1 })], { title: undefined }),
    file([]),
  ].map((product) => planOf(product));
  expect(refusals).toEqual([
    {
      plan: undefined,
      errors: [{ line: 2, message: "has no price, which a new variant needs" }],
    },
    {
      plan: undefined,
      errors: [{ line: 2, message: "has no title, which a new product needs" }],
    },
    { plan: undefined, errors: [{ line: 2, message: "has no variant with a price" }] },
  ]);
});

test("reports a row that identifies no variant, and removes no variant", () => {
  const two = lamp(
    variant({ id: "var_s", sku: "S", options: { Size: "S" } }),
    variant({ id: "var_l", sku: "L", options: { Size: "L" }, position: 1 }),
  );
  const rows = [row(2, { sku: "L", priceMinor: 5 }), row(3, { sku: "XL", priceMinor: 6 })];
  const { plan, errors } = planOf(file(rows), two);
  expect(errors).toEqual([
    { line: 3, message: "does not say which variant of the product it means" },
  ]);
  expect(plan?.removedIds).toEqual([]);
  expect(plan?.variants).toMatchObject([{ id: "var_l", content: { position: 1, amountMinor: 5 } }]);
});

test("refuses a second variant of a new product when the file has no options", () => {
  const { plan, errors } = planOf(file([row(2, { priceMinor: 1 }), row(3, { priceMinor: 2 })]));
  expect(errors).toEqual([
    { line: 3, message: "does not say which variant of the product it means" },
  ]);
  expect(plan?.variants).toHaveLength(1);
});

test("reports every row of a new product when it lacks a title", () => {
  const options = SIZES.map((size, at) => row(2 + at, { options: size, priceMinor: 1 }));
  const { plan, errors } = planOf({
    ...file(options, { title: undefined }),
    lines: [2, 3, 4],
  });
  expect(plan).toBeUndefined();
  expect(errors.map(({ line }) => line)).toEqual([2, 3, 4]);
});

test("removes no variant when the file has no variants or a row is malformed", () => {
  const two = lamp(...SIZES.map((options, at) => variant({ id: `var_${at}`, sku: null, options })));
  const options = [{ name: "Size", values: ["S"] }];
  const small = row(2, { options: { Size: "S" }, title: "S" });
  expect(planOf(file([], { options }), two).plan?.removedIds).toEqual([]);
  const partly = planOf(file([small], { options, complete: false }), two).plan;
  expect(partly?.removedIds).toEqual([]);
  expect(partly?.options).toEqual([{ name: "Size", values: ["S", "L"] }]);
  const wholly = planOf(file([small], { options }), two).plan;
  expect([wholly?.removedIds, wholly?.options]).toEqual([["var_1"], options]);
});

test("tracks a new variant by its tracker, or by its quantity when the column is missing", () => {
  const trackedBy = (changes: Partial<ImportedVariant>) =>
    planOf(file([row(2, { priceMinor: 1, ...changes })])).plan?.variants[0];
  expect(trackedBy({ tracked: true })?.content.tracked).toBe(true);
  expect(trackedBy({ tracked: false, quantity: 3 })).toMatchObject({
    content: { tracked: false },
    counted: false,
    openingQuantity: 3,
  });
  expect(trackedBy({ quantity: 0 })?.content.tracked).toBe(true);
  expect(trackedBy({})?.content.tracked).toBe(false);
});

test("sets the initial stock only when a variant is tracked for the first time", () => {
  const stockUpdateOf = (changes: Partial<ImportedVariant>, stored: Partial<ExistingVariant>) =>
    planOf(file([row(2, changes)]), lamp(variant(stored))).plan?.variants[0]?.stockUpdate;
  expect(stockUpdateOf({ tracked: true }, { tracked: false, counted: false })).toBe("opening");
  expect(stockUpdateOf({ tracked: true }, { tracked: false, counted: true })).toBeNull();
  expect(stockUpdateOf({ tracked: false }, {})).toBeNull();
  expect(stockUpdateOf({ sku: "L-2" }, {})).toBe("sku");
});
