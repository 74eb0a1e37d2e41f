import { zValidator } from "@hono/zod-validator";
import type { MiddlewareHandler } from "hono";
import * as z from "zod";
import { fromUtf8, parseJson } from "#kernel/encoding";
import { AppError } from "#kernel/errors";
import type { AppEnv } from "#kernel/routes/app";
import { fieldErrorsOf } from "#kernel/routes/field-errors";

/** @throws 400 `validation_failed` with an error for each field */
const refuse = (...finding: Parameters<typeof fieldErrorsOf>) => {
  throw new AppError("validation_failed", undefined, { errors: fieldErrorsOf(...finding) });
};

/**
 * Matches the content types that Hono's validator reads as JSON; it reads any other as an empty body. Accepts
 * no charset but UTF-8, because the body is decoded as UTF-8.
 */
const JSON_TYPE = /^application\/([\w.-]+\+)?json\s*(;\s*charset\s*=\s*"?utf-8"?\s*)?$/i;

/**
 * Accepts only JSON bodies. Answers 415 for another content type or a compressed body, 400 for a body that is
 * not UTF-8 or not JSON.
 */
const jsonOnly: MiddlewareHandler<AppEnv> = async (c, next) => {
  const isReadable =
    JSON_TYPE.test(c.req.header("content-type") ?? "") &&
    (c.req.header("content-encoding") ?? "identity") === "identity";
  if (!isReadable) throw new AppError("unsupported_media_type", "The body must be JSON in UTF-8.");
  try {
    const text = fromUtf8(await c.req.arrayBuffer());
    parseJson(text);
    // Otherwise Hono makes a Response of the bytes for each later reading of the body.
    Object.assign(c.req.bodyCache, { text: Promise.resolve(text) });
  } catch (cause) {
    throw new AppError("malformed_json", undefined, { cause });
  }
  await next();
};

/** Returns the path to a member `__proto__`, which is lost when its object is copied. */
const protoPathIn = (value: unknown): string[] | undefined => {
  if (typeof value !== "object" || value === null) return undefined;
  for (const [name, member] of Object.entries(value)) {
    const below = name === "__proto__" ? [] : protoPathIn(member);
    if (below) return [name, ...below];
  }
  return undefined;
};

/** Refuses a member `__proto__`, which zod drops silently from records. Strict objects already refuse it. */
const refuseDropped = (text: string) => {
  const path = /\\u|__proto__/i.test(text) ? protoPathIn(JSON.parse(text)) : undefined;
  if (!path) return;
  const issue = { code: "custom", path, message: "is not an allowed name" } as const;
  refuse([issue], { schema: z.unknown(), input: undefined, prefix: "/" });
};

/** Validates the JSON body; the handler reads it with `c.req.valid("json")`. */
export const body = <Schema extends z.ZodType>(schema: Schema) =>
  zValidator("json", schema, async (result, c) => {
    if (!result.success) refuse(result.error.issues, { schema, input: result.data, prefix: "/" });
    refuseDropped(await c.req.text());
  });

/** Checks content type, encoding and JSON syntax of a body; mounted before `body`. */
export const json = jsonOnly;

/** Returns a middleware that skips the given check for requests without a body. */
export const whereGiven =
  (check: MiddlewareHandler): MiddlewareHandler<AppEnv> =>
  async (c, next) =>
    (await c.req.arrayBuffer()).byteLength === 0 ? next() : check(c, next);

const nothing = body(z.strictObject({}));

/** Refuses a body on a route that defines none. Accepts an empty object, because many clients send one. */
export const noBody = whereGiven((c, next) =>
  jsonOnly(c, async () => void (await nothing(c, next))),
);

/**
 * Validates the query parameters; the handler reads them with `c.req.valid("query")`. Answers 400 for
 * repeated or unknown ones.
 */
export const query = <Schema extends z.ZodType>(schema: Schema) =>
  zValidator("query", schema, (result) => {
    if (!result.success) refuse(result.error.issues, { schema, input: result.data, prefix: "?" });
  });
