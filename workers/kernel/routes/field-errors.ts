import * as z from "zod";
import type { FieldError } from "#kernel/errors";

type Issue = z.core.$ZodIssue;
type Numbers = Record<string, unknown>;
/** The code of an error, its message, and the numbers that a client may show in its own words. */
type Finding = [code: string, message: string, numbers?: Numbers];

/** The longest list of errors, so that an answer is not many times larger than its request. */
const FIELD_ERRORS_MAX = 50;

const NOUNS: Record<string, string> = {
  string: "a text",
  number: "a number",
  int: "a whole number",
  boolean: "true or false",
  object: "an object",
  array: "a list",
  record: "an object",
  null: "null",
};

/** The error codes and the unit of a minimum and maximum, by the type of the value. */
const BOUNDS: Record<string, { low: string; high: string; unit: string }> = {
  string: { low: "too_short", high: "too_long", unit: " characters" },
  array: { low: "too_few", high: "too_many", unit: " items" },
};
const NUMBER_BOUND = { low: "too_small", high: "too_large", unit: "" };

/** `must hold a visible character` → `Must hold a visible character.` */
const sentence = (text: string) => {
  const capital = text.charAt(0).toUpperCase() + text.slice(1);
  return /[.!?]$/.test(capital) ? capital : `${capital}.`;
};

const tooSmall = ({ origin, minimum }: z.core.$ZodIssueTooSmall): Finding => {
  const { low, unit } = BOUNDS[origin] ?? NUMBER_BOUND;
  const min = Number(minimum);
  if (origin === "string" && min === 1) return [low, "Must not be empty.", { min }];
  return [low, `Must be at least ${min}${unit}.`, { min }];
};

const tooBig = ({ origin, maximum }: z.core.$ZodIssueTooBig): Finding => {
  const { high, unit } = BOUNDS[origin] ?? NUMBER_BOUND;
  return [high, `Must be at most ${maximum}${unit}.`, { max: Number(maximum) }];
};

const valueAt = (input: unknown, path: readonly PropertyKey[]): unknown =>
  path.reduce<unknown>(
    (value, key) => (value as Record<PropertyKey, unknown> | null)?.[key],
    input,
  );

const isMissing = ({ code, path }: Issue, input: unknown) =>
  (code === "invalid_type" || code === "invalid_value") && valueAt(input, path) === undefined;

const ofType = (issue: z.core.$ZodIssueInvalidType): Finding => {
  const { expected } = issue;
  return ["invalid_type", `Must be ${NOUNS[expected] ?? expected}.`, { expected }];
};

const ofCustom = ({ message, params }: z.core.$ZodIssueCustom): Finding => {
  const { code = "invalid", ...numbers } = params ?? {};
  return [String(code), sentence(message), numbers];
};

/** Replaces zod's own messages of formats; a schema's message becomes a sentence. */
const ofFormat = ({ format, message }: z.core.$ZodIssueInvalidStringFormat): Finding => {
  const isOwn = !message.startsWith("Invalid ");
  return ["invalid_format", isOwn ? sentence(message) : `Must be a valid ${format}.`, { format }];
};

const findingOf = (issue: Issue, input: unknown): Finding => {
  if (isMissing(issue, input)) return ["required", "This field is required."];
  switch (issue.code) {
    case "invalid_type":
      return ofType(issue);
    case "too_small":
      return tooSmall(issue);
    case "too_big":
      return tooBig(issue);
    case "invalid_format":
      return ofFormat(issue);
    case "invalid_value":
      return [
        "invalid_value",
        `Must be one of ${issue.values.join(", ")}.`,
        { allowed: issue.values },
      ];
    case "not_multiple_of":
      return ["not_multiple_of", `Must be a multiple of ${issue.divisor}.`, { of: issue.divisor }];
    case "custom":
      return ofCustom(issue);
    default:
      return ["invalid", "Is not valid here."];
  }
};

const WRAPPERS = ["optional", "nullable", "default", "prefault", "readonly", "nonoptional"];

/** Returns the schema inside optional, default and transforming ones. */
const bare = (schema: z.ZodType): z.ZodType => {
  const {
    type,
    innerType,
    in: input,
    out,
  } = schema.def as unknown as {
    type: string;
    innerType?: z.ZodType;
    in?: z.ZodType;
    out?: z.ZodType;
  };
  if (WRAPPERS.includes(type) && innerType) return bare(innerType);
  if (type === "pipe" && input && out) return bare(input.def.type === "transform" ? out : input);
  return schema;
};

/**
 * Returns the field names of the object at a path of the schema; none if there is no object at that
 * path.
 */
const knownAt = (schema: z.ZodType, path: readonly PropertyKey[]): string[] => {
  const inner = bare(schema);
  const [first, ...rest] = path;
  if (inner instanceof z.ZodObject) {
    if (first === undefined) return Object.keys(inner.shape);
    const below: z.ZodType | undefined = inner.shape[String(first)];
    return below ? knownAt(below, rest) : [];
  }
  if (inner instanceof z.ZodArray && first !== undefined)
    return knownAt(inner.element as z.ZodType, rest);
  return [];
};

const escapePointer = (part: PropertyKey) =>
  String(part).replaceAll("~", "~0").replaceAll("/", "~1");

interface Checked {
  schema: z.ZodType;
  /** The value that the schema refused. */
  input: unknown;
  /** `/` for a JSON pointer into the body, `?` for a query parameter. */
  prefix: "/" | "?";
}

const errorsOf = (issue: Issue, { schema, input, prefix }: Checked): FieldError[] => {
  const at = issue.path.map(escapePointer);
  if (issue.code === "unrecognized_keys") {
    const known = knownAt(schema, issue.path);
    return issue.keys.map((key) => ({
      pointer: prefix + [...at, escapePointer(key)].join("/"),
      code: "unknown_field",
      message: "This field is not known.",
      known,
    }));
  }
  const [code, message, numbers] = findingOf(issue, input);
  return [
    {
      pointer: at.length > 0 ? prefix + at.join("/") : prefix === "?" ? "?" : "",
      code,
      message,
      ...numbers,
    },
  ];
};

/** A value of another type has no bounds: zod also applies those of a text to a list. */
const withoutBoundsOfOtherTypes = (errors: readonly FieldError[]) => {
  const mistyped = errors.filter(({ code }) => code === "invalid_type");
  const pointers = new Set(mistyped.map(({ pointer }) => pointer));
  return errors.filter(({ pointer, code }) => code === "invalid_type" || !pointers.has(pointer));
};

/** Returns the first errors of a refused body or query: each with its pointer, a stable code and a whole sentence. */
export const fieldErrorsOf = (issues: readonly Issue[], checked: Checked): FieldError[] =>
  withoutBoundsOfOtherTypes(issues.flatMap((issue) => errorsOf(issue, checked))).slice(
    0,
    FIELD_ERRORS_MAX,
  );
