import * as z from "zod";
import { Money } from "#kernel/money";

/** The units of measures, as product files and product feeds know them. */
export const MEASURE_UNITS = [
  ...(["mg", "g", "kg", "oz", "lb"] as const),
  ...(["ml", "cl", "l", "m3", "floz", "pt", "qt", "gal"] as const),
  ...(["cm", "m", "in", "ft", "yd"] as const),
  ...(["m2", "ft2"] as const),
  "item",
] as const;
export type MeasureUnit = (typeof MEASURE_UNITS)[number];

/** The exact size of each unit, as a multiple of a part that all units of its kind have in common. */
export const SIZES: Readonly<Record<MeasureUnit, { of: string; size: bigint }>> = {
  // In nanograms: an ounce is 28.349523125 g.
  mg: { of: "weight", size: 1_000_000n },
  g: { of: "weight", size: 1_000_000_000n },
  kg: { of: "weight", size: 1_000_000_000_000n },
  oz: { of: "weight", size: 28_349_523_125n },
  lb: { of: "weight", size: 453_592_370_000n },
  // In tenths of a picolitre: a gallon is 231 cubic inches, 3.785411784 l.
  ml: { of: "volume", size: 10_000_000_000n },
  cl: { of: "volume", size: 100_000_000_000n },
  l: { of: "volume", size: 10_000_000_000_000n },
  m3: { of: "volume", size: 10_000_000_000_000_000n },
  floz: { of: "volume", size: 295_735_295_625n },
  pt: { of: "volume", size: 4_731_764_730_000n },
  qt: { of: "volume", size: 9_463_529_460_000n },
  gal: { of: "volume", size: 37_854_117_840_000n },
  // In tenths of a millimetre: an inch is 2.54 cm.
  cm: { of: "length", size: 100n },
  m: { of: "length", size: 10_000n },
  in: { of: "length", size: 254n },
  ft: { of: "length", size: 3_048n },
  yd: { of: "length", size: 9_144n },
  // In squares of the unit of length.
  m2: { of: "area", size: 100_000_000n },
  ft2: { of: "area", size: 9_290_304n },
  item: { of: "number", size: 1n },
};

/** Measures have at most three decimals. */
export const MEASURE_PARTS = 1000;
const VALUE_MAX = 1_000_000;

const Unit = z.enum(MEASURE_UNITS);
const Value = z
  .number()
  .min(1 / MEASURE_PARTS)
  .max(VALUE_MAX)
  .multipleOf(1 / MEASURE_PARTS)
  .overwrite((value) => Math.round(value * MEASURE_PARTS) / MEASURE_PARTS);

export const Measure = z.strictObject({ value: Value, unit: Unit });

/** What a variant contains, and the measure whose price is shown. */
export const UnitPriceMeasure = z
  .strictObject({
    ...Measure.shape,
    reference: Measure.describe("The measure whose price is shown, such as 1 kg or 100 ml."),
  })
  .refine(({ unit, reference }) => SIZES[unit].of === SIZES[reference.unit].of, {
    path: ["reference", "unit"],
    error: "must measure the same as `unit`",
    params: { code: "other_dimension" },
  })
  .meta({ id: "UnitPriceMeasure" });
export type UnitPriceMeasure = z.infer<typeof UnitPriceMeasure>;

export type Measure = z.infer<typeof Measure>;

export const UnitPrice = z
  .strictObject({
    ...Money.shape,
    per: Measure,
    measure: Measure.describe("What one unit of the variant contains."),
  })
  .describe("Rounded to the nearest minor unit, and half of one up.")
  .meta({ id: "UnitPrice" });
export type UnitPrice = z.infer<typeof UnitPrice>;
