import { zValidator } from "@hono/zod-validator";
import type { MiddlewareHandler } from "hono";
import type { z } from "zod";
import { annotate } from "#kernel/access";
import { parseJson } from "#kernel/encoding";
import { AppError, type FieldError } from "#kernel/errors";

const escapePointer = (part: PropertyKey) =>
  String(part).replaceAll("~", "~0").replaceAll("/", "~1");

const fieldErrors = (issues: readonly z.core.$ZodIssue[], prefix: string): FieldError[] =>
  issues.slice(0, 50).flatMap((issue): FieldError[] => {
    const at = issue.path.map(escapePointer);
    if (issue.code === "unrecognized_keys") {
      return issue.keys.map((key) => ({
        pointer: prefix + [...at, escapePointer(key)].join("/"),
        message: "is not a known field",
      }));
    }
    return [{ pointer: prefix + at.join("/"), message: issue.message }];
  });

const fail = (issues: readonly z.core.$ZodIssue[], prefix: string) => {
  throw new AppError("validation_failed", undefined, { errors: fieldErrors(issues, prefix) });
};

/** Exactly what Hono's validator reads as JSON: anything else would count there as an empty body. */
const isJson = (type: string) =>
  /^application\/([\w.-]+\+)?json$/i.test(type.split(";")[0]?.trim() ?? "");

/** Only JSON bodies: 415 for another type, 400 for text that is no JSON. */
const jsonOnly: MiddlewareHandler = async (c, next) => {
  if (!isJson(c.req.header("content-type") ?? "")) throw new AppError("unsupported_media_type");
  try {
    parseJson(await c.req.text());
  } catch (cause) {
    throw new AppError("malformed_json", undefined, { cause });
  }
  await next();
};

/** The checked JSON body, as `c.req.valid("json")`. */
export const body = <Schema extends z.ZodType>(schema: Schema) => {
  const check = zValidator("json", schema, (result) => {
    if (!result.success) fail(result.error.issues, "/");
  });
  return annotate(check, { body: schema });
};

/** Goes before `body`. */
export const json = jsonOnly;

/** The checked query parameters, as `c.req.valid("query")`. A repeated one is refused, like an unknown one. */
export const query = <Schema extends z.ZodType>(schema: Schema) => {
  const check = zValidator("query", schema, (result) => {
    if (!result.success) fail(result.error.issues, "?");
  });
  return annotate(check, { query: schema });
};
