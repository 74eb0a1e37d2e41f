import * as z from "zod";
import { Line } from "#kernel/text";

export const ATTRIBUTE_TYPES = ["text", "number", "boolean", "date", "list", "measure"] as const;

const VALUE_CHARS_MAX = 1024;
const LIST_ITEMS_MAX = 50;
const CHOICES_MAX = 200;
const NUMBER_MAX = 1e12;

const Item = Line(255);
const Quantity = z.number().min(-NUMBER_MAX).max(NUMBER_MAX);

/** The key of an attribute in `attributes` of products. */
export const AttributeKey = z
  .string()
  .refine((key) => /^[a-zA-Z][a-zA-Z0-9_]{0,62}$/.test(key), {
    error: "must be a letter with up to 62 letters, digits and underscores",
    params: { code: "invalid_key" },
  })
  .meta({ pattern: "^[a-zA-Z][a-zA-Z0-9_]{0,62}$" });

export const Measure = z.strictObject({ value: Quantity, unit: Line(20) }).meta({ id: "Measure" });

/** A value of any type of attribute. A date is a text such as `2026-11-26`. */
export const AttributeValue = z
  .union([Line(VALUE_CHARS_MAX), Quantity, z.boolean(), z.array(Item).max(LIST_ITEMS_MAX), Measure])
  .meta({ id: "AttributeValue" });
export type AttributeValue = z.infer<typeof AttributeValue>;

const Name = Line(255);
const Choices = z.array(Item).min(1).max(CHOICES_MAX);
const Position = z.int().min(0).max(10_000);

/** An attribute that products of the shop may have. */
export const AttributeDefinition = z
  .strictObject({
    key: AttributeKey,
    name: z.string().describe("What shoppers read."),
    type: z.enum(ATTRIBUTE_TYPES),
    unit: z.string().nullable().describe("The unit of a measure; null for other types."),
    choices: z.array(z.string()).nullable().describe("The values of a list; null for any."),
    position: z.int(),
    version: z.int(),
  })
  .meta({ id: "AttributeDefinition" });
export type AttributeDefinition = z.infer<typeof AttributeDefinition>;

export const AttributeDefinitionInput = z
  .strictObject({
    key: AttributeKey,
    name: Name,
    type: z.enum(ATTRIBUTE_TYPES),
    unit: Line(20).nullable().default(null),
    choices: Choices.nullable().default(null),
    position: Position.default(0),
  })
  .refine(({ type, unit }) => (type === "measure") === (unit !== null), {
    path: ["unit"],
    error: "must be given for a measure, and for no other type",
    params: { code: "unit_of_measure" },
  })
  .refine(({ type, choices }) => type === "list" || choices === null, {
    path: ["choices"],
    error: "must be given for a list only",
    params: { code: "choices_of_list" },
  });
export type AttributeDefinitionInput = z.infer<typeof AttributeDefinitionInput>;

/** A JSON merge patch. Key, type and unit stay, so that the values of products keep their meaning. */
export const AttributeDefinitionPatch = z.strictObject({
  name: Name.optional(),
  choices: Choices.nullable().optional(),
  position: Position.optional(),
});
export type AttributeDefinitionPatch = z.infer<typeof AttributeDefinitionPatch>;
