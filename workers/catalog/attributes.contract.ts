import * as z from "zod";
import { Line } from "#kernel/text";

export const ATTRIBUTE_TYPES = ["text", "number", "boolean", "date", "list", "measure"] as const;

const VALUE_CHARS_MAX = 1024;
const LIST_ITEMS_MAX = 50;
const NUMBER_MAX = 1e12;

const Item = Line(255);
const Quantity = z.number().min(-NUMBER_MAX).max(NUMBER_MAX);

const Measure = z.strictObject({ value: Quantity, unit: Line(20) }).meta({ id: "Measure" });

/** A value of any type of attribute. A date is a text such as `2026-11-26`. */
export const AttributeValue = z
  .union([Line(VALUE_CHARS_MAX), Quantity, z.boolean(), z.array(Item).max(LIST_ITEMS_MAX), Measure])
  .meta({ id: "AttributeValue" });
export type AttributeValue = z.infer<typeof AttributeValue>;
