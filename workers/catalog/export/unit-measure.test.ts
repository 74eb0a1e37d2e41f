import { afterEach, beforeEach, expect, test } from "bun:test";
import { asStaff } from "#catalog/staff.testing";
import { type TestCatalog, testCatalog } from "#catalog/testing";
import { checkUnchanged, exported } from "./round-trip.testing";

let catalog: TestCatalog;
beforeEach(async () => {
  catalog = await testCatalog();
});
afterEach(() => catalog.stop());

const HEADER =
  "Handle,Title,Variant SKU,Variant Price,Unit Price Total Measure,Unit Price Total Measure Unit,Unit Price Base Measure,Unit Price Base Measure Unit";
const fileOf = (...cells: string[]) =>
  [HEADER, ...cells.map((text, at) => `oil-${at},Oil,OIL-${at},4.50,${text}`)].join("\n");

const shown = async (slug: string) => {
  const [variant] = (await catalog.product(slug)).variants;
  return { id: variant?.id ?? "", unitPrice: variant?.unitPrice };
};
const per = (value: number, unit: string) => ({ value, unit });
/** Returns the cells of the measure in an export. */
const cellsOf = async (slug: string) => {
  const [header = "", ...rows] = (await exported(catalog)).split("\r\n");
  const at = header.split(",").indexOf("Unit price total measure");
  const row = rows.find((line) => line.startsWith(`Oil,${slug},`)) ?? "";
  return row.split(",").slice(at, at + 4);
};

test("computes the unit price from the columns of a file, and writes its cells as they were", async () => {
  const report = await catalog.load(fileOf("750.0,ML,1,l", "0,,0,", "3,stone,1,kg"));
  expect(report.errors).toEqual([]);
  expect((await shown("oil-0")).unitPrice).toEqual({
    ...{ amount: 600, currency: "EUR", per: per(1, "l"), measure: per(750, "ml") },
  } as never);
  expect((await shown("oil-1")).unitPrice).toBeUndefined();
  expect((await shown("oil-2")).unitPrice).toBeUndefined();
  expect(await cellsOf("oil-0")).toEqual(["750.0", "ML", "1", "l"]);
  expect(await cellsOf("oil-2")).toEqual(["3", "stone", "1", "kg"]);
  await checkUnchanged(catalog, "EUR");
});

test("keeps the measure when a file has no columns for it, and removes it when they are empty", async () => {
  await catalog.load(fileOf("750,ml,1,l"));
  await catalog.load("Handle,Variant SKU,Variant Price\noil-0,OIL-0,9.00");
  expect((await shown("oil-0")).unitPrice?.amount).toBe(1200);
  await catalog.load(fileOf(",,,"));
  expect((await shown("oil-0")).unitPrice).toBeUndefined();
});

test("writes the measure of staff into the export, which then changes nothing", async () => {
  await catalog.load(fileOf("750.0,ML,1,l"));
  const staff = asStaff(catalog);
  const { id } = await shown("oil-0");
  const unitPriceMeasure = { ...per(0.5, "l"), reference: per(100, "ml") };
  const patched = await staff("PATCH", `/variants/${id}`, { unitPriceMeasure });
  expect(patched.body).toMatchObject({ unitPriceMeasure });
  expect((await shown("oil-0")).unitPrice).toMatchObject({ amount: 90, per: per(100, "ml") });
  expect(await cellsOf("oil-0")).toEqual(["0.5", "l", "100", "ml"]);
  await checkUnchanged(catalog, "EUR");
  await staff("PATCH", `/variants/${id}`, { unitPriceMeasure: null });
  expect((await shown("oil-0")).unitPrice).toBeUndefined();
  expect(await cellsOf("oil-0")).toEqual(["", "", "", ""]);
});

test("refuses a reference that measures something else", async () => {
  await catalog.load(fileOf(",,,"));
  const { id } = await shown("oil-0");
  const unitPriceMeasure = { ...per(1, "l"), reference: per(1, "kg") };
  const { status, body } = await asStaff(catalog)<{ errors: object[] }>(
    ...(["PATCH", `/variants/${id}`, { unitPriceMeasure }] as const),
  );
  expect(status).toBe(400);
  expect(body.errors).toMatchObject([
    { pointer: "/unitPriceMeasure/reference/unit", code: "other_dimension" },
  ]);
});
