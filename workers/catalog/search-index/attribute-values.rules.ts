import type { AttributeValue } from "#catalog/attributes.contract";

/** Returns the values of an attribute as shoppers read and filter them: a measure is `250 g`, a list its items. */
export const attributeTexts = (value: AttributeValue): string[] => {
  if (Array.isArray(value)) return value;
  if (typeof value === "object") return [`${value.value} ${value.unit}`];
  return [String(value)];
};
