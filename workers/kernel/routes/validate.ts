import { zValidator } from "@hono/zod-validator";
import type { MiddlewareHandler } from "hono";
import { z } from "zod";
import { fromUtf8, parseJson } from "#kernel/encoding";
import { AppError } from "#kernel/errors";
import type { AppEnv } from "#kernel/routes/app";
import { fieldErrorsOf } from "#kernel/routes/field-errors";

/** @throws 400 `validation_failed` with an error for each field */
const refuse = (...finding: Parameters<typeof fieldErrorsOf>) => {
  throw new AppError("validation_failed", undefined, { errors: fieldErrorsOf(...finding) });
};

/**
 * Exactly what Hono's validator reads as JSON: anything else would count there as an empty body. It is
 * read as UTF-8 and as it comes, so no other charset is taken.
 */
const JSON_TYPE = /^application\/([\w.-]+\+)?json\s*(;\s*charset\s*=\s*"?utf-8"?\s*)?$/i;

/** Only JSON bodies: 415 for another type or a compressed one, 400 for what is no UTF-8 or no JSON. */
const jsonOnly: MiddlewareHandler<AppEnv> = async (c, next) => {
  const isReadable =
    JSON_TYPE.test(c.req.header("content-type") ?? "") &&
    (c.req.header("content-encoding") ?? "identity") === "identity";
  if (!isReadable) throw new AppError("unsupported_media_type", "The body must be JSON in UTF-8.");
  try {
    parseJson(fromUtf8(await c.req.arrayBuffer()));
  } catch (cause) {
    throw new AppError("malformed_json", undefined, { cause });
  }
  await next();
};

/** The path to a member `__proto__`, which copies of its object lose. */
const protoPathIn = (value: unknown): string[] | undefined => {
  if (typeof value !== "object" || value === null) return undefined;
  for (const [name, member] of Object.entries(value)) {
    const below = name === "__proto__" ? [] : protoPathIn(member);
    if (below) return [name, ...below];
  }
  return undefined;
};

/** Refuses what a schema would drop without a word: its objects refuse unknown members, its records do not. */
const refuseDropped = (text: string) => {
  const path = /\\u|__proto__/i.test(text) ? protoPathIn(JSON.parse(text)) : undefined;
  if (!path) return;
  const issue = { code: "custom", path, message: "is not an allowed name" } as const;
  refuse([issue], { schema: z.unknown(), input: undefined, prefix: "/" });
};

/** The checked JSON body, as `c.req.valid("json")`. */
export const body = <Schema extends z.ZodType>(schema: Schema) =>
  zValidator("json", schema, async (result, c) => {
    if (!result.success) refuse(result.error.issues, { schema, input: result.data, prefix: "/" });
    refuseDropped(await c.req.text());
  });

/** Goes before `body`. */
export const json = jsonOnly;

/** A check that requests without a body pass by. */
export const whereGiven =
  (check: MiddlewareHandler): MiddlewareHandler<AppEnv> =>
  async (c, next) =>
    (await c.req.arrayBuffer()).byteLength === 0 ? next() : check(c, next);

const nothing = body(z.strictObject({}));

/** For a route that takes no body; an empty object is one too, as many a client sends it. */
export const noBody = whereGiven((c, next) =>
  jsonOnly(c, async () => void (await nothing(c, next))),
);

/** The checked query parameters, as `c.req.valid("query")`. A repeated one is refused, like an unknown one. */
export const query = <Schema extends z.ZodType>(schema: Schema) =>
  zValidator("query", schema, (result) => {
    if (!result.success) refuse(result.error.issues, { schema, input: result.data, prefix: "?" });
  });
