import { z } from "zod";
import type { Notes } from "./objects";
import { badRequest, invalidField, type Refusal } from "./refusal";

const NOTES_MAX = 15;
const NOTE_CHARACTERS_MAX = 256;
const COUNT_DEFAULT = 10;
const COUNT_MAX = 100;
const RECEIPT_CHARACTERS_MAX = 40;

/** Razorpay also reads whole numbers that are sent as text. */
export const integer = z.union([
  z.int(),
  z
    .string()
    .regex(/^\d{1,15}$/)
    .transform(Number),
]);
export const receipt = z
  .string()
  .max(RECEIPT_CHARACTERS_MAX, "The receipt may not be greater than 40 characters.")
  .nullable()
  .optional();

/** Razorpay writes and accepts an empty set of notes as `[]`. */
export const notes = z
  .union([
    z.array(z.never()).max(0),
    z.record(
      z.string().max(NOTE_CHARACTERS_MAX),
      z.union([z.string().max(NOTE_CHARACTERS_MAX), z.number().transform(String)]),
    ),
  ])
  .refine(
    (given) => Object.keys(given).length <= NOTES_MAX,
    "Number of fields in notes should be less than or equal to 15",
  )
  .transform((given): Notes => (Object.keys(given).length === 0 ? [] : (given as Notes)));

const count = z.coerce.number().int().min(1).max(COUNT_MAX);

/** The parameters that every list takes, in the query. */
export const listing = {
  from: z.coerce.number().int().optional(),
  to: z.coerce.number().int().optional(),
  count: count.default(COUNT_DEFAULT),
  skip: z.coerce.number().int().nonnegative().default(0),
};

/** Returns Razorpay's error for a parameter that zod refused. */
const refusalOf = (issue: z.core.$ZodIssue, given: object): Refusal => {
  if (issue.code === "unrecognized_keys")
    return badRequest(`${issue.keys.join(", ")} is/are not required and should not be sent`, {
      reason: "input_validation_failed",
    });
  const name = issue.path.map(String).join(".");
  const isMissing = (given as Record<string, unknown>)[name] === undefined;
  if (isMissing && issue.path.length === 1)
    return invalidField(name, `The ${name.replaceAll("_", " ")} field is required.`);
  if (issue.code === "invalid_union" && name !== "notes")
    return invalidField(name, `The ${name} must be an integer.`);
  const isOwn = issue.message.startsWith("The ") || issue.message.startsWith("Number of");
  return invalidField(name, isOwn ? issue.message : `The ${name} is invalid.`);
};

/** Returns the validated parameters of a call. Throws Razorpay's error if they are invalid. */
export const readParams = <P>(schema: z.ZodType<P>, given: object): P => {
  const read = schema.safeParse(given);
  if (read.success) return read.data;
  const issue = read.error.issues[0];
  throw issue ? refusalOf(issue, given) : badRequest("Invalid request");
};
