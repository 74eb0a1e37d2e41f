import * as z from "zod";

/** How long counts are kept. */
export const QUERIES_KEPT_DAYS = 90;

/** The parameters of `GET /v1/admin/search/queries`. */
export const SearchQueriesQuery = z.strictObject({
  from: z.iso.date().optional().describe("The first day in UTC, by default 30 days ago."),
  to: z.iso.date().optional().describe("The last day, by default today."),
  hits: z.enum(["any", "none"]).default("any").describe("`none` lists searches without results."),
  limit: z.coerce.number().int().min(1).max(100).default(50),
});
export type SearchQueriesQuery = z.infer<typeof SearchQueriesQuery>;

export const CountedQuery = z
  .strictObject({
    query: z.string(),
    count: z.int(),
    withHits: z.int(),
    withoutHits: z.int(),
    days: z.int().describe("On how many days it was searched."),
  })
  .meta({ id: "CountedQuery" });
export type CountedQuery = z.infer<typeof CountedQuery>;
