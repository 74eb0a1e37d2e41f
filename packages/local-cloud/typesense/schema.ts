import type { DirtyValues, Draft } from "./document";
import { detectType, type Field, isDynamic, isString, parseField } from "./field";
import { Refusal } from "./refusal";

/** The description of a collection, as it is stored and returned. */
export interface CollectionMeta {
  name: string;
  created_at: number;
  enable_nested_fields: boolean;
  token_separators: string[];
  symbols_to_index: string[];
  synonym_sets: string[];
  curation_sets: string[];
  fields: Field[];
  default_sorting_field: string;
  metadata?: Record<string, unknown>;
}

const refuse = (message: string, status = 400): never => {
  throw new Refusal(status, message);
};

const isStrings = (value: unknown): value is string[] =>
  Array.isArray(value) && value.every((each) => typeof each === "string");

const symbols = (input: Draft, name: "token_separators" | "symbols_to_index") => {
  const value = input[name] ?? [];
  if (!isStrings(value) || !value.every((each) => each.length === 1)) {
    throw new Refusal(400, `\`${name}\` should be an array of character symbols.`);
  }
  return value;
};

const setNames = (input: Draft, name: "synonym_sets" | "curation_sets") => {
  const value = input[name] ?? [];
  if (!isStrings(value) || value.includes("")) {
    throw new Refusal(400, `\`${name}\` should be an array of non-empty strings.`);
  }
  return value;
};

const SORTING_TYPES = new Set(["int32", "int64", "float", "bool"]);

const checkDefaultSorting = (name: string, fields: readonly Field[]) => {
  if (name === "") return;
  if (name === "id") refuse("Invalid `default_sorting_field` value: cannot be `id`.");
  const field = fields.find((each) => each.name === name);
  if (!field) {
    throw new Refusal(
      400,
      `Default sorting field is defined as \`${name}\` but is not found in the schema.`,
    );
  }
  if (!SORTING_TYPES.has(field.type) && !(field.type === "string" && field.sort)) {
    refuse(`Default sorting field \`${name}\` is not a sortable type.`);
  }
  if (field.optional) refuse(`Default sorting field \`${name}\` cannot be an optional field.`);
};

const checkDistinct = (fields: readonly Field[]) => {
  if (fields.filter(({ name }) => name === ".*").length > 1) {
    refuse("There can be only one field named `.*`.");
  }
  if (new Set(fields.map(({ name }) => name)).size < fields.length) {
    refuse("There are duplicate field names in the schema.");
  }
};

/** Validates the description of a new collection. */
export const parseCollection = (body: unknown, createdAt: number): CollectionMeta => {
  const input = (typeof body === "object" && body !== null ? body : {}) as Draft;
  const { name, fields: described, metadata, default_sorting_field: sorting = "" } = input;
  if (name === undefined) refuse("Parameter `name` is required.");
  if (typeof name !== "string" || name === "") {
    return refuse("Parameter `name` must be a non-empty string.");
  }
  if (described === undefined) refuse("Parameter `fields` is required.");
  if (typeof sorting !== "string") {
    return refuse(
      "`default_sorting_field` should be a string. It should be the name of an int32/float field.",
    );
  }
  if (typeof (input.enable_nested_fields ?? false) !== "boolean") {
    refuse("`enable_nested_fields` should be a boolean.");
  }
  if (!Array.isArray(described) || described.length === 0) {
    return refuse(
      "The `fields` value should be an array of objects containing `name`, `type` and optionally, `facet` properties.",
    );
  }
  if (metadata !== undefined && (typeof metadata !== "object" || metadata === null)) {
    refuse("The `metadata` value should be an object.");
  }
  const fields = described.map(parseField).filter((field) => field.name !== "id");
  checkDistinct(fields);
  checkDefaultSorting(sorting, fields);
  return {
    name,
    created_at: createdAt,
    enable_nested_fields: input.enable_nested_fields === true,
    token_separators: symbols(input, "token_separators"),
    symbols_to_index: symbols(input, "symbols_to_index"),
    synonym_sets: setNames(input, "synonym_sets"),
    curation_sets: setNames(input, "curation_sets"),
    fields,
    default_sorting_field: sorting,
    ...(metadata ? { metadata: metadata as Record<string, unknown> } : {}),
  };
};

const isStatic = ({ name, type }: Field) => name !== ".*" && !isDynamic(name, type);

/** Returns the fields that are indexed. Dynamic fields are patterns for fields that documents add. */
export const staticFields = (fields: readonly Field[]) => fields.filter(isStatic);
export const dynamicFields = (fields: readonly Field[]) =>
  fields.filter((field) => !isStatic(field));

const patternOf = ({ name }: Field) => new RegExp(`^(?:${name})$`);

/** Returns the pattern for a field that is not in the schema, or else the fallback `.*`. */
const ruleFor = (name: string, dynamic: readonly Field[]) =>
  dynamic.find((field) => field.name !== ".*" && patternOf(field).test(name)) ??
  dynamic.find((field) => field.name === ".*");

const typeUnder = (rule: Field, value: unknown) => {
  if (rule.type === "auto") return detectType(value);
  const text = rule.type === "string*" || isString(rule);
  if (text && detectType(value)) return Array.isArray(value) ? "string[]" : "string";
  return text ? undefined : rule.type;
};

/**
 * Returns the fields that a document adds to a dynamic schema. Values without a type are kept, removed or
 * rejected.
 */
export const newFields = (
  draft: Draft,
  known: ReadonlyMap<string, Field>,
  dynamic: readonly Field[],
  dirtyValues: DirtyValues,
): Field[] => {
  const added: Field[] = [];
  if (dynamic.length === 0) return added;
  for (const [name, value] of Object.entries(draft)) {
    if (name === "id" || name === "$operations" || known.has(name) || name.includes(".*")) continue;
    const rule = ruleFor(name, dynamic);
    if (!rule?.index) continue;
    const type = typeUnder(rule, value);
    if (type === undefined) {
      const harmless =
        value === null || (Array.isArray(value) ? value.length === 0 : typeof value === "object");
      if (harmless) continue;
      if (dirtyValues.endsWith("reject")) refuse(`Type of field \`${name}\` is invalid.`);
      delete draft[name];
      continue;
    }
    added.push({
      ...rule,
      name,
      type,
      optional: true,
      sort: rule.sort || SORTING_TYPES.has(type),
    });
  }
  return added;
};

/** Validates a schema change and returns the fields to drop and to add. */
export const parseAlteration = (described: unknown, meta: CollectionMeta) => {
  const usage =
    "The `fields` value should be an array of objects containing the field `name` and other properties.";
  if (!Array.isArray(described) || described.length === 0) return refuse(usage);
  const changes = described as Draft[];
  const known = new Set(meta.fields.map(({ name }) => name));
  const dropped = new Set<string>();
  for (const change of changes) {
    const name = change?.name;
    if (typeof name !== "string") return refuse(usage);
    if (name === "id") refuse("Field `id` cannot be altered.");
    if (change.drop === undefined) continue;
    if (change.drop !== true) refuse(`Field \`${name}\` must have a drop value of \`true\`.`);
    if (!known.has(name)) refuse(`Field \`${name}\` is not part of collection schema.`);
    dropped.add(name);
  }
  const added = changes.filter(({ drop }) => drop === undefined).map(parseField);
  for (const { name } of added) {
    if (known.has(name) && !dropped.has(name)) {
      refuse(
        `Field \`${name}\` is already part of the schema: To change this field, drop it first before adding it back to the schema.`,
      );
    }
  }
  return { dropped, added };
};
