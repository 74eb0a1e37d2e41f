import { z } from "zod";
import { ask, bodyAs, type VendorRequest } from "./ask";
import { type Context, valueIn } from "./check";

const Result = z.union([
  z.object({
    type: z.literal("ok"),
    response: z.object({
      result: z.object({ rows: z.array(z.array(z.object({ value: z.string().optional() }))) }),
    }),
  }),
  z.object({ type: z.literal("ok") }),
  z.object({ type: z.literal("error"), error: z.object({ message: z.string() }) }),
]);
const Pipeline = z.object({ results: z.array(Result) });

/** The outcome of one statement: its rows as texts, or the database's refusal. */
export type Outcome = { rows: string[][] } | { refusal: string };

const outcomeOf = (result: z.infer<typeof Result>): Outcome => {
  if (result.type === "error") return { refusal: result.error.message };
  if (!("response" in result)) return { rows: [] };
  return { rows: result.response.result.rows.map((row) => row.map(({ value = "" }) => value)) };
};

/** The server refuses the token for these statements. */
export class NotPermitted extends Error {}

/**
 * Runs statements one after another on one connection, each also after a refusal of the one before.
 * @throws NotPermitted if the token is not accepted, or lacks the right to one of them
 */
export const runStatements = async (context: Context, prefix: string, sql: readonly string[]) => {
  const token = `${prefix}_TOKEN`;
  const execute = sql.map((text) => ({ type: "execute", stmt: { sql: text } }));
  const request: VendorRequest = {
    vendor: "database",
    at: `${prefix}_URL`,
    path: "v2/pipeline",
    method: "POST",
    headers: {
      authorization: `Bearer ${valueIn(context, token)}`,
      "content-type": "application/json",
    },
    body: JSON.stringify({ requests: [...execute, { type: "close" }] }),
  };
  const answer = await ask(context, request);
  if (answer.status === 401 || answer.status === 403) throw new NotPermitted();
  return bodyAs(Pipeline, answer, request).results.map(outcomeOf);
};
