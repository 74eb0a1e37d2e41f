import type { ProductPatch } from "#catalog/admin-products.contract";
import type { StoredVariant } from "#catalog/changes/variant.rules";
import type { FieldError } from "#kernel/errors";

type OptionPatches = NonNullable<ProductPatch["options"]>;
type OptionPatch = OptionPatches[number];

/** The name that an option of a patch has so far; undefined for a new option. */
const storedName = ({ name, formerName }: OptionPatch, stored: readonly string[]) =>
  [formerName ?? name].find((known) => stored.includes(known));

/** Returns an error for each option that renames an unknown one, or is new and gives variants no value. */
export const optionPatchErrors = (
  options: OptionPatches,
  stored: readonly string[],
  variants: readonly unknown[],
): FieldError[] =>
  options.flatMap((option, index) => {
    if (storedName(option, stored) !== undefined) return [];
    if (option.formerName !== undefined)
      return [
        {
          pointer: `/options/${index}/formerName`,
          code: "unknown_option",
          message: "The product has no such option.",
          known: stored,
        },
      ];
    if (option.initialValue !== undefined || variants.length === 0) return [];
    return [
      {
        pointer: `/options/${index}/initialValue`,
        code: "required",
        message: "A new option needs a value for the variants that exist.",
      },
    ];
  });

/** Returns a variant with its values by the patched options: renamed, added, or without removed ones. */
export const withPatchedOptions = (
  variant: StoredVariant,
  options: OptionPatches,
  stored: readonly string[],
): StoredVariant => ({
  ...variant,
  options: Object.fromEntries(
    options.map((option) => {
      const name = storedName(option, stored);
      const value = name === undefined ? option.initialValue : variant.options[name];
      return [option.name, value ?? ""];
    }),
  ),
});
