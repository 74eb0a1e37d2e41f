import { type BaseType, baseType, type Field, isArray } from "./field";
import { Refusal } from "./refusal";

export type StoredDocument = Record<string, unknown> & { id: string };
/** A document before validation. Its id may be missing and values may have the wrong type. */
export type Draft = Record<string, unknown>;

export const OPERATIONS = ["create", "update", "upsert", "emplace"] as const;
export type Operation = (typeof OPERATIONS)[number];

const DIRTY_VALUES = ["reject", "drop", "coerce_or_reject", "coerce_or_drop"] as const;
/** What to do with a value of the wrong type. */
export type DirtyValues = (typeof DIRTY_VALUES)[number];

export const dirtyValuesOf = (text: string | undefined, fallback: DirtyValues): DirtyValues =>
  DIRTY_VALUES.find((each) => each === text?.toLowerCase()) ?? fallback;

const INT32_MAX = 2 ** 31 - 1;
const integerText = /^[-+]?\d+$/;
const numberText = /^[-+]?(\d+\.?\d*|\.\d+)(e[-+]?\d+)?$/i;

const toInteger = (value: unknown) => {
  if (typeof value === "number") return Math.trunc(value);
  if (typeof value === "boolean") return value ? 1 : 0;
  return typeof value === "string" && integerText.test(value) ? Number(value) : undefined;
};

interface Kind {
  accepts(value: unknown): boolean;
  /** Returns the value converted to this type, or undefined if that is impossible. */
  coerce(value: unknown): unknown;
  one: string;
  many: string;
}

const KINDS: Readonly<Record<BaseType, Kind>> = {
  string: {
    accepts: (value) => typeof value === "string",
    coerce: (value) =>
      typeof value === "number" || typeof value === "boolean" ? String(value) : undefined,
    one: "a string",
    many: "an array of string",
  },
  int32: {
    accepts: Number.isInteger,
    coerce: toInteger,
    one: "an int32",
    many: "an array of int32",
  },
  int64: {
    accepts: Number.isInteger,
    coerce: toInteger,
    one: "an int64",
    many: "an array of int64",
  },
  float: {
    accepts: (value) => typeof value === "number",
    coerce: (value) => {
      if (typeof value === "boolean") return value ? 1 : 0;
      return typeof value === "string" && numberText.test(value) ? Number(value) : undefined;
    },
    one: "a float",
    many: "a array of float",
  },
  bool: {
    accepts: (value) => typeof value === "boolean",
    coerce: (value) => {
      if (value === 0 || value === 1) return value === 1;
      const text = typeof value === "string" ? value.toLowerCase() : undefined;
      return text === "true" || text === "false" ? text === "true" : undefined;
    },
    one: "a bool",
    many: "a array of bool",
  },
};

const DROPPED = Symbol("dropped");

/** Returns the value if it fits its field, converted if necessary, or DROPPED. Throws if it must be rejected. */
const fitted = (value: unknown, field: Field, dirtyValues: DirtyValues): unknown => {
  const kind = KINDS[baseType(field)];
  if (kind.accepts(value)) return value;
  const refusal = () =>
    new Refusal(400, `Field \`${field.name}\` must be ${isArray(field) ? kind.many : kind.one}.`);
  if (dirtyValues === "reject") throw refusal();
  const coerced = dirtyValues === "drop" ? undefined : kind.coerce(value);
  if (coerced === undefined) {
    if (dirtyValues === "coerce_or_reject" || !field.optional) throw refusal();
    return DROPPED;
  }
  if (baseType(field) === "int32" && Number(coerced) > INT32_MAX) {
    throw new Refusal(400, `Field \`${field.name}\` exceeds maximum value of int32.`);
  }
  return coerced;
};

const fittedList = (value: unknown, field: Field, dirtyValues: DirtyValues): unknown => {
  if (value === null) return [];
  if (!Array.isArray(value)) {
    if (field.optional && dirtyValues.endsWith("drop")) return DROPPED;
    throw new Refusal(400, `Field \`${field.name}\` must be an array.`);
  }
  return value.map((each) => fitted(each, field, dirtyValues)).filter((each) => each !== DROPPED);
};

export interface ConformOptions {
  fields: Iterable<Field>;
  defaultSortingField: string;
  operation: Operation;
  /** Whether the document already exists. */
  isUpdate: boolean;
  dirtyValues: DirtyValues;
}

/** Makes a document fit the schema, or throws. Keeps a `null` that an update uses to delete a field. */
export const conform = (draft: Draft, options: ConformOptions) => {
  const { defaultSortingField, operation, isUpdate, dirtyValues } = options;
  const whole = operation === "create" || operation === "upsert";
  if (whole && defaultSortingField !== "" && draft[defaultSortingField] === undefined) {
    throw new Refusal(
      400,
      `Field \`${defaultSortingField}\` has been declared as a default sorting field, but is not found in the document.`,
    );
  }
  const partial = operation === "update" || (operation === "emplace" && isUpdate);
  for (const field of options.fields) {
    const value = draft[field.name];
    if (value === undefined) {
      if (field.optional || partial) continue;
      throw new Refusal(
        400,
        `Field \`${field.name}\` has been declared in the schema, but is not found in the document.`,
      );
    }
    if (field.optional && value === null) {
      if (!isUpdate) delete draft[field.name];
      continue;
    }
    const fit = isArray(field) ? fittedList : fitted;
    const result = fit(value, field, dirtyValues);
    if (result === DROPPED) delete draft[field.name];
    else draft[field.name] = result;
  }
};

const isPlain = (value: unknown): value is Draft =>
  typeof value === "object" && value !== null && !Array.isArray(value);

/** Applies `$operations.increment`, which adds to numbers of the stored document. */
export const increment = (
  draft: Draft,
  stored: Draft | undefined,
  fields: ReadonlyMap<string, Field>,
) => {
  const operations = draft.$operations;
  if (operations === undefined) return;
  delete draft.$operations;
  const increments = isPlain(operations) ? operations.increment : undefined;
  if (!isPlain(increments)) return;
  for (const [name, by] of Object.entries(increments)) {
    const type = fields.get(name)?.type;
    if ((type !== "int32" && type !== "int64") || !Number.isInteger(by)) continue;
    draft[name] = Number(stored?.[name] ?? 0) + Number(by);
  }
};

const same = (a: unknown, b: unknown) => a === b || JSON.stringify(a) === JSON.stringify(b);

/** Applies a JSON merge patch: objects merge, `null` deletes, and other values replace. */
const patched = (stored: Draft, patch: Draft): Draft => {
  const result: Draft = { ...stored };
  for (const [name, value] of Object.entries(patch)) {
    const before = stored[name];
    if (value === null) delete result[name];
    else result[name] = isPlain(value) && isPlain(before) ? patched(before, value) : value;
  }
  return result;
};

/** Returns the document after a write: an upsert replaces it, an update merges into it. */
export const merged = (stored: Draft, draft: Draft, operation: Operation): Draft =>
  patched(operation === "upsert" ? {} : stored, draft);

/** Returns the values of the first document that the second lacks or has differently. */
export const changed = (document: Draft, other: Draft): Draft =>
  Object.fromEntries(Object.entries(document).filter(([name, value]) => !same(value, other[name])));
