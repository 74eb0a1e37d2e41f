import * as z from "zod";
import { ImportTally } from "#contract/catalog";
import { Id } from "#kernel/ids";

/** The kinds and statuses of long changes of the catalog. */
export const JOB_KINDS = [
  "products_bulk",
  "products_import",
  "search_reindex",
  "search_repair",
] as const;
export const JOB_STATUSES = ["queued", "running", "succeeded", "failed", "cancelled"] as const;

/** The errors that a job shows of itself. Its report has the others. */
export const JOB_ERRORS_SHOWN = 20;
/** The errors that a report lists. Further ones are only counted. */
export const JOB_ERRORS_MAX = 10_000;

/** Why a job could not change an item. */
export const JobError = z
  .strictObject({
    line: z.int().nullable().describe("The line of a product file; the header is line 1."),
    productId: Id("product").nullable(),
    code: z.string(),
    message: z.string(),
  })
  .meta({ id: "JobError" });
export type JobError = z.infer<typeof JobError>;

/** A long change of the catalog or of its search index. */
export const Job = z
  .strictObject({
    id: Id("job"),
    kind: z.enum(JOB_KINDS),
    status: z.enum(JOB_STATUSES),
    progress: z.strictObject({ done: z.int(), total: z.int() }),
    errors: z.array(JobError).describe(`The first ${JOB_ERRORS_SHOWN} errors.`),
    errorCount: z.int(),
    report: ImportTally.optional().describe("Of an import."),
    resultUrl: z.string().optional().describe("The path of the report, when there are errors."),
    createdAt: z.iso.datetime(),
    finishedAt: z.iso.datetime().nullable(),
  })
  .meta({ id: "Job" });
export type Job = z.infer<typeof Job>;
