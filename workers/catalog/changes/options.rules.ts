import type { FieldError } from "#kernel/errors";
import { foldCase } from "#kernel/fold";

/** An option with the order of its values, as far as it is given. */
export interface OptionOrder {
  name: string;
  values?: readonly string[] | undefined;
}

type Chosen = Readonly<Record<string, string>>;

/** Escapes a name for a JSON pointer. */
const segment = (name: string) => name.replaceAll("~", "~0").replaceAll("/", "~1");

const errorOf = (pointer: string, code: string, message: string, more = {}): FieldError => ({
  pointer,
  code,
  message,
  ...more,
});

/** Returns the index of each text that an earlier one equals, ignoring case. */
const repeatedAt = (texts: readonly string[]): number[] => {
  const keys = texts.map(foldCase);
  return keys.flatMap((key, index) => (keys.indexOf(key) < index ? [index] : []));
};

/** Returns an error for each option whose name an earlier one has, ignoring case. */
export const duplicateNames = (options: readonly OptionOrder[]): FieldError[] =>
  repeatedAt(options.map(({ name }) => name)).map((index) =>
    errorOf(`/options/${index}/name`, "duplicate_option", "Must differ from the other names."),
  );

/** Returns an error for each value that an earlier one of its option equals, ignoring case. */
export const duplicateValues = (options: readonly OptionOrder[]): FieldError[] =>
  options.flatMap(({ values = [] }, at) =>
    repeatedAt(values).map((index) =>
      errorOf(
        `/options/${at}/values/${index}`,
        "duplicate_value",
        "Must differ from the other values.",
      ),
    ),
  );

const mismatches = (chosen: Chosen, names: readonly string[], pointer: string): FieldError[] => [
  ...names
    .filter((name) => !Object.hasOwn(chosen, name))
    .map((name) => errorOf(`${pointer}/${segment(name)}`, "required", "This field is required.")),
  ...Object.keys(chosen)
    .filter((name) => !names.includes(name))
    .map((name) =>
      errorOf(`${pointer}/${segment(name)}`, "unknown_option", "The product has no such option.", {
        known: names,
      }),
    ),
];

const keyOf = (chosen: Chosen, names: readonly string[]) =>
  JSON.stringify(names.map((name) => foldCase(chosen[name] ?? "")));

interface VariantOptions {
  options: Chosen;
  /** Where the request names the options; undefined for a variant that the request does not name. */
  pointer?: string;
}

/**
 * Returns an error for each variant that lacks a value of an option, names another option, or has the values of an
 * earlier variant, ignoring case. Two stored variants with equal values are reported at `/options`.
 */
export const optionErrors = (
  options: readonly OptionOrder[],
  variants: readonly VariantOptions[],
): FieldError[] => {
  const names = options.map(({ name }) => name);
  const seen = new Map<string, number>();
  return variants.flatMap(({ options: chosen, pointer = "/options" }, index) => {
    const wrong = mismatches(chosen, names, pointer);
    const key = keyOf(chosen, names);
    const first = seen.get(key);
    if (first === undefined) seen.set(key, index);
    if (wrong.length > 0 || first === undefined) return wrong;
    return [
      errorOf(pointer, "duplicate_options", "Must differ from the options of the other variants.", {
        first,
      }),
    ];
  });
};

/** Returns the values of a variant in the order of the options. */
export const inOrder = (options: readonly OptionOrder[], chosen: Chosen): Record<string, string> =>
  Object.fromEntries(options.map(({ name }) => [name, chosen[name] ?? ""]));

/** Returns the title of a variant: its values, or "Default" without options. */
export const titleOf = (chosen: Chosen) => Object.values(chosen).join(" / ") || "Default";

/** Returns the options with the values of all variants, in the given order as far as there is one. */
export const shownOptions = (
  options: readonly OptionOrder[],
  variants: readonly { options: Chosen }[],
): { name: string; values: string[] }[] =>
  options.map(({ name, values: order = [] }) => {
    const used = new Set(variants.flatMap(({ options: chosen }) => chosen[name] ?? []));
    const ordered = order.filter((value) => used.has(value));
    return { name, values: [...new Set([...ordered, ...used])] };
  });
