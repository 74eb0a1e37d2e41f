import { Refusal } from "./refusal";

export const BASE_TYPES = ["string", "int32", "int64", "float", "bool"] as const;
export type BaseType = (typeof BASE_TYPES)[number];
export type FieldType = BaseType | `${BaseType}[]` | "auto" | "string*";

/** A field of a collection, in Typesense's format. */
export interface Field {
  name: string;
  type: FieldType;
  facet: boolean;
  optional: boolean;
  index: boolean;
  sort: boolean;
  infix: boolean;
  locale: string;
  stem: boolean;
  stem_dictionary: string;
  store: boolean;
}

const BASE_OF = new Map<FieldType, BaseType>(
  BASE_TYPES.flatMap((base): [FieldType, BaseType][] => [
    [base, base],
    [`${base}[]`, base],
  ]),
);

export const isArray = (field: Field) => field.type.endsWith("[]");
export const baseType = (field: Field) => BASE_OF.get(field.type) ?? "string";
export const isString = (field: Field) => baseType(field) === "string";
export const isNumber = (field: Field) => !["string", "bool"].includes(baseType(field));

/** Returns whether this field is a pattern from which documents add fields to the schema. */
export const isDynamic = (name: string, type: string) =>
  type === "auto" || type === "string*" || (name !== ".*" && name.includes(".*"));

const KNOWN_TYPES = new Set<string>([
  ...BASE_TYPES,
  ...BASE_TYPES.map((type) => `${type}[]`),
  "auto",
  "string*",
]);

/** The types that are sortable by default. Strings can be made sortable. */
const SORTED_TYPES = new Set(["int32", "int64", "float", "bool"]);

const BOOLEANS = ["facet", "optional", "index", "sort", "infix", "stem", "store"] as const;

const refuse = (message: string) => {
  throw new Refusal(400, message);
};

const check = (field: Field) => {
  const { name, type } = field;
  for (const property of BOOLEANS) {
    if (typeof field[property] !== "boolean") {
      refuse(`The \`${property}\` property of the field \`${name}\` should be a boolean.`);
    }
  }
  if (typeof field.locale !== "string") {
    refuse(`The \`locale\` property of the field \`${name}\` should be a string.`);
  }
  if (field.stem) refuse("This stand-in does not support stemming.");
  if (!KNOWN_TYPES.has(type)) {
    refuse(
      `Field \`${name}\` has an invalid data type \`${type}\`, see docs for supported data types.`,
    );
  }
  if (name === ".*" || isDynamic(name, type)) {
    if (!field.optional) refuse(`Field \`${name}\` must be an optional field.`);
    if (name === ".*" && field.facet) refuse("Field `.*` cannot be a facet field.");
    if (name === ".*" && !field.index) refuse("Field `.*` must be an index field.");
  }
  if (!field.index && field.facet) {
    refuse(`Field \`${name}\` cannot be a facet since it's marked as non-indexable.`);
  }
  if (field.sort && !SORTED_TYPES.has(type) && type !== "string" && !isDynamic(name, type)) {
    refuse(`Field \`${name}\` cannot be a sortable field.`);
  }
};

/** Validates a field's description and adds the defaults. */
export const parseField = (input: unknown): Field => {
  const given = (typeof input === "object" ? input : null) as Partial<Field> | null;
  if (!given || typeof given.name !== "string" || typeof given.type !== "string") {
    throw new Refusal(
      400,
      "Wrong format for `fields`. It should be an array of objects containing `name`, `type`, `optional` and `facet` properties.",
    );
  }
  const { name, type } = given;
  if (name === "") refuse("Field name cannot be empty.");
  const field: Field = {
    name,
    type,
    facet: given.facet ?? false,
    optional: given.optional ?? (name === ".*" || isDynamic(name, type)),
    index: given.index ?? true,
    sort: given.sort ?? SORTED_TYPES.has(type),
    infix: given.infix ?? false,
    locale: given.locale ?? "",
    stem: given.stem ?? false,
    stem_dictionary: given.stem_dictionary ?? "",
    store: given.store ?? true,
  };
  check(field);
  return field;
};

const typeOfOne = (value: unknown): BaseType | undefined => {
  if (typeof value === "string") return "string";
  if (typeof value === "boolean") return "bool";
  if (typeof value === "number") return Number.isInteger(value) ? "int64" : "float";
  return undefined;
};

/** Returns the type that `auto` gives a value, or undefined for objects, null and empty arrays. */
export const detectType = (value: unknown): FieldType | undefined => {
  if (!Array.isArray(value)) return typeOfOne(value);
  const type = typeOfOne(value[0]);
  return type && `${type}[]`;
};
