import { z } from "zod";
import { CURRENCIES, isCurrency } from "./currencies";
import type { Form } from "./form";
import { invalidRequest, type Refusal } from "./refusal";

const INTEGER = "integer";

export const text = (max = 5000) => z.string().min(1).max(max);
export const integer = z
  .string()
  .regex(/^-?\d{1,15}$/, INTEGER)
  .transform(Number);
export const flag = z.enum(["true", "false"]).transform((value) => value === "true");
/** A list, which the form sends as a numbered object: `types[0]=card`. */
export const list = <T extends z.ZodType>(item: T) =>
  z.record(z.string(), item).transform((items) => Object.values(items) as z.output<T>[]);
/** Reads an empty string as null, which removes the value. */
export const emptyable = <T extends z.ZodType>(schema: T) =>
  z.preprocess((value) => (value === "" ? null : value), schema.nullable());

export const currency = z
  .string()
  .toLowerCase()
  .refine(isCurrency, {
    error: ({ input }) =>
      `Invalid currency: ${String(input)}. Stripe currently supports these currencies: ${CURRENCIES.join(", ")}`,
    params: { code: "invalid_currency" },
  });
const address = z.email();
export const email = text(512).refine((value) => address.safeParse(value).success, {
  error: ({ input }) => `Invalid email address: ${String(input)}`,
  params: { code: "email_invalid" },
});
export const httpUrl = text().refine(
  (value) => URL.canParse(value) && /^https?:$/.test(new URL(value).protocol),
  {
    error: "Not a valid URL",
    params: { code: "url_invalid" },
  },
);

const bracketed = (path: readonly PropertyKey[]) =>
  path.map((key, index) => (index === 0 ? String(key) : `[${String(key)}]`)).join("");

const at = (form: Form, path: readonly PropertyKey[]) =>
  path.reduce<string | Form | undefined>(
    (value, key) => (typeof value === "object" ? value[String(key)] : undefined),
    form,
  );

const alternatives = (values: readonly unknown[]) =>
  values.length > 2
    ? `${values.slice(0, -1).join(", ")}, or ${String(values.at(-1))}`
    : values.join(" or ");

const parameterError = (kind: string, message: string, param: string) =>
  invalidRequest(message, { code: `parameter_${kind}`, param });

/** Returns Stripe's error for a parameter that zod refused. */
const refusalOf = (issue: z.core.$ZodIssue, form: Form): Refusal => {
  const value = at(form, issue.path);
  const param = bracketed(issue.path);
  if (issue.code === "unrecognized_keys") {
    const unknown = bracketed([...issue.path, issue.keys[0] ?? ""]);
    return parameterError("unknown", `Received unknown parameter: ${unknown}`, unknown);
  }
  if (value === undefined)
    return parameterError("missing", `Missing required param: ${param}.`, param);
  if (value === "") {
    const message = `You passed an empty string for '${param}'. We assume empty values are an attempt to unset a parameter; however '${param}' cannot be unset. You should remove '${param}' from your request or supply a non-empty value.`;
    return parameterError("invalid_empty", message, param);
  }
  switch (issue.code) {
    case "invalid_value":
      return invalidRequest(`Invalid ${param}: must be one of ${alternatives(issue.values)}`, {
        param,
      });
    case "too_big":
      return invalidRequest(`Invalid string: must be at most ${issue.maximum} characters`, {
        param,
      });
    case "invalid_format":
      return issue.message === INTEGER
        ? parameterError("invalid_integer", `Invalid integer: ${String(value)}`, param)
        : invalidRequest(`Invalid ${param}: ${String(value)}`, { param });
    case "custom": {
      const code: unknown = issue.params?.code;
      return invalidRequest(issue.message, { param, ...(typeof code === "string" && { code }) });
    }
    default:
      return invalidRequest(typeof value === "string" ? "Invalid object" : "Invalid string", {
        param,
      });
  }
};

/** Returns the validated parameters of a call. Throws Stripe's error if they are invalid. */
export const readParams = <P>(schema: z.ZodType<P>, form: Form): P => {
  const read = schema.safeParse(form);
  if (read.success) return read.data;
  const issue = read.error.issues[0];
  throw issue ? refusalOf(issue, form) : invalidRequest("Invalid request");
};
