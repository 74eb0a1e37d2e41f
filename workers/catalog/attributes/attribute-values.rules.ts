import type { AttributeDefinition, AttributeValue } from "#catalog/attributes.contract";
import type { FieldError } from "#kernel/errors";

type Definition = Pick<AttributeDefinition, "key" | "type" | "unit" | "choices">;
type Fault = Omit<FieldError, "pointer">;

const mistyped = (expected: string): Fault => ({
  code: "invalid_type",
  message: `Must be ${expected}.`,
  expected,
});

const isDay = (value: AttributeValue) =>
  typeof value === "string" &&
  /^\d{4}-\d{2}-\d{2}$/.test(value) &&
  // "2026-02-30" becomes a day of March.
  new Date(`${value}T00:00:00Z`).toJSON()?.slice(0, 10) === value;

const faultOfList = (value: AttributeValue, { choices }: Definition): Fault | undefined => {
  if (!Array.isArray(value)) return mistyped("a list of texts");
  const other = choices === null ? undefined : value.find((item) => !choices.includes(item));
  if (other === undefined) return undefined;
  return { code: "invalid_value", message: "Must hold values of the list only.", allowed: choices };
};

const faultOfMeasure = (value: AttributeValue, { unit }: Definition): Fault | undefined => {
  if (typeof value !== "object" || Array.isArray(value)) return mistyped("a value with a unit");
  if (value.unit === unit) return undefined;
  return { code: "invalid_value", message: `Must be measured in ${unit}.`, allowed: [unit] };
};

type Check = (value: AttributeValue, definition: Definition) => Fault | undefined;

/** What is wrong with a value, by the type of its attribute. */
const CHECKS: Record<AttributeDefinition["type"], Check> = {
  text: (value) => (typeof value === "string" ? undefined : mistyped("a text")),
  number: (value) => (typeof value === "number" ? undefined : mistyped("a number")),
  boolean: (value) => (typeof value === "boolean" ? undefined : mistyped("true or false")),
  date: (value) => (isDay(value) ? undefined : mistyped("a date such as 2026-11-26")),
  list: faultOfList,
  measure: faultOfMeasure,
};

const UNKNOWN: Fault = {
  code: "unknown_attribute",
  message: "The shop defines no attribute with this key.",
};

/** Returns an error for each value that does not fit its definition. Null removes any attribute. */
export const attributeErrors = (
  values: Readonly<Record<string, AttributeValue | null>>,
  definitions: readonly Definition[],
): FieldError[] => {
  const byKey = new Map(definitions.map((definition) => [definition.key, definition]));
  return Object.entries(values).flatMap(([key, value]) => {
    if (value === null) return [];
    const definition = byKey.get(key);
    const fault = definition ? CHECKS[definition.type](value, definition) : UNKNOWN;
    return fault ? [{ pointer: `/attributes/${key}`, ...fault } as FieldError] : [];
  });
};
