import { z } from "zod";
import { ProtocolError } from "./error";

/** A value of SQLite: bigint is INTEGER, number is REAL. */
export type SqlValue = null | bigint | number | string | Uint8Array;

const INT64_MIN = -(2n ** 63n);
const INT64_MAX = 2n ** 63n - 1n;
const isInt64 = (text: string) => {
  if (text.length < 19) return true;
  const value = BigInt(text);
  return value >= INT64_MIN && value <= INT64_MAX;
};

/** libsql-server reads JSON as UTF-8 and refuses a lone surrogate. */
const Text = z.string().refine((text) => text.isWellFormed(), "lone surrogate in a string");

const Value = z.discriminatedUnion("type", [
  z.object({ type: z.literal("null") }),
  z.object({
    type: z.literal("integer"),
    value: z
      .string()
      .regex(/^[+-]?\d{1,19}$/)
      .refine(isInt64, "not a 64-bit integer"),
  }),
  z.object({ type: z.literal("float"), value: z.number() }),
  z.object({ type: z.literal("text"), value: Text }),
  z.object({ type: z.literal("blob"), base64: z.string().regex(/^[A-Za-z0-9+/]*=*$/) }),
]);
type Value = z.infer<typeof Value>;

const Stmt = z.object({
  sql: Text.nullish(),
  sql_id: z.int().nullish(),
  args: z.array(Value).default([]),
  named_args: z.array(z.object({ name: z.string(), value: Value })).default([]),
});
export type Stmt = z.infer<typeof Stmt>;

export type BatchCond =
  | { type: "ok" | "error"; step: number }
  | { type: "not"; cond: BatchCond }
  | { type: "and" | "or"; conds: BatchCond[] }
  | { type: "is_autocommit" };
const BatchCond: z.ZodType<BatchCond> = z.lazy(() =>
  z.discriminatedUnion("type", [
    z.object({ type: z.literal(["ok", "error"]), step: z.int().nonnegative() }),
    z.object({ type: z.literal("not"), cond: BatchCond }),
    z.object({ type: z.literal(["and", "or"]), conds: z.array(BatchCond) }),
    z.object({ type: z.literal("is_autocommit") }),
  ]),
);

const Batch = z.object({
  steps: z.array(z.object({ condition: BatchCond.nullish(), stmt: Stmt })),
});
export type Batch = z.infer<typeof Batch>;

const SqlText = { sql: Text.nullish(), sql_id: z.int().nullish() };
const StreamRequest = z.discriminatedUnion("type", [
  z.object({ type: z.literal("execute"), stmt: Stmt }),
  z.object({ type: z.literal("batch"), batch: Batch }),
  z.object({ type: z.literal("sequence"), ...SqlText }),
  z.object({ type: z.literal("describe"), ...SqlText }),
  z.object({ type: z.literal("store_sql"), sql_id: z.int(), sql: Text }),
  z.object({ type: z.literal("close_sql"), sql_id: z.int() }),
  z.object({ type: z.literal("get_autocommit") }),
  z.object({ type: z.literal("close") }),
]);
export type StreamRequest = z.infer<typeof StreamRequest>;

export const PipelineBody = z.object({
  baton: z.string().nullish(),
  requests: z.array(StreamRequest),
});
export const CursorBody = z.object({ baton: z.string().nullish(), batch: Batch });

/** Parses a request completely before any of it runs, so that a malformed one changes nothing. */
export const decode = <Shape extends z.ZodType>(shape: Shape, body: string): z.infer<Shape> => {
  try {
    return shape.parse(JSON.parse(body));
  } catch (cause) {
    // The cause is bad JSON, a wrong shape, or nesting that is too deep for the stack.
    const reason = cause instanceof z.ZodError ? z.prettifyError(cause) : String(cause);
    throw new ProtocolError(`Cannot deserialize client message from JSON: ${reason}`);
  }
};

export const valueFromWire = (value: Value): SqlValue => {
  switch (value.type) {
    case "null":
      return null;
    case "integer":
      return BigInt(value.value);
    case "blob":
      return Buffer.from(value.base64, "base64");
    default:
      return value.value;
  }
};

export type WireValue =
  | { type: "null" }
  | { type: "integer"; value: string }
  | { type: "float"; value: number }
  | { type: "text"; value: string }
  | { type: "blob"; base64: string };

const unpadded = (base64: string) => base64.replace(/=+$/, "");

export const valueToWire = (value: SqlValue): WireValue => {
  if (value === null) return { type: "null" };
  if (typeof value === "string") return { type: "text", value };
  if (typeof value === "bigint") return { type: "integer", value: value.toString() };
  if (typeof value === "number") return { type: "float", value };
  return { type: "blob", base64: unpadded(Buffer.from(value).toString("base64")) };
};

export interface Column {
  name: string;
  decltype: string | null;
}

export interface StmtResult {
  cols: Column[];
  rows: WireValue[][];
  affected_row_count: number;
  last_insert_rowid: string | null;
}

export interface WireError {
  message: string;
  code: string;
}

export interface BatchResult {
  step_results: (StmtResult | null)[];
  step_errors: (WireError | null)[];
}

export interface DescribeResult {
  params: { name: string | null }[];
  cols: Column[];
  is_explain: boolean;
  is_readonly: boolean;
}
