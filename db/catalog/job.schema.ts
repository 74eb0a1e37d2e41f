import { sql } from "drizzle-orm";
import {
  check,
  index,
  integer,
  primaryKey,
  sqliteTable,
  text,
  uniqueIndex,
} from "drizzle-orm/sqlite-core";
import type { StoredGroup } from "#catalog/import/stored-rows.rules";
import { JOB_KINDS, JOB_STATUSES } from "#catalog/jobs.contract";
import type { ImportTally } from "#contract/catalog";

/**
 * Long changes of the catalog, each done in steps. A step commits with its progress in one batch, so that a step
 * is never done twice, and another process continues a job whose process has died.
 */
export const jobs = sqliteTable(
  "jobs",
  {
    id: text("id").primaryKey(),
    kind: text("kind", { enum: JOB_KINDS }).notNull(),
    status: text("status", { enum: JOB_STATUSES }).notNull(),
    /** What was asked for. */
    input: text("input", { mode: "json" }).notNull(),
    /** Where the next step begins; null before the first. */
    cursor: text("cursor"),
    /** The number of the next step. A step replaces the number that it was decided on. */
    step: integer("step").notNull().default(0),
    done: integer("done").notNull().default(0),
    total: integer("total").notNull(),
    /** Whether its file still arrives. Until it is complete, no one sees the job. */
    receiving: integer("receiving", { mode: "boolean" }).notNull().default(false),
    /** What an import has counted so far; null for other jobs. */
    report: text("report", { mode: "json" }).$type<ImportTally>(),
    /** Items that the job could not change. */
    errorCount: integer("error_count").notNull().default(0),
    createdAt: integer("created_at").notNull(),
    finishedAt: integer("finished_at"),
  },
  (table) => [
    check("jobs_done", sql`${table.done} >= 0`),
    check(
      "jobs_finished",
      sql`(${table.finishedAt} is null) = (${table.status} in ('queued', 'running'))`,
    ),
    index("jobs_open").on(table.id).where(sql`finished_at is null`),
    index("jobs_receiving").on(table.createdAt).where(sql`receiving`),
    index("jobs_of_kind").on(table.kind, table.id),
    uniqueIndex("jobs_one_of_search")
      .on(table.kind)
      .where(sql`kind in ('search_reindex', 'search_repair') and finished_at is null`),
    index("jobs_finished_at").on(table.finishedAt).where(sql`finished_at is not null`),
  ],
);

/** Why a job could not change an item, in the order of its steps. Bounded by `JOB_ERRORS_MAX`. */
export const jobErrors = sqliteTable(
  "job_errors",
  {
    jobId: text("job_id")
      .notNull()
      .references(() => jobs.id, { onDelete: "cascade" }),
    position: integer("position").notNull(),
    /** The line of a product file; null for other jobs. */
    line: integer("line"),
    /** The product; null for a line of a file. */
    productId: text("product_id"),
    code: text("code").notNull(),
    message: text("message").notNull(),
  },
  (table) => [primaryKey({ columns: [table.jobId, table.position] })],
);

/** Rows of an uploaded product file, grouped by product, that wait for their step. */
export const importParts = sqliteTable(
  "import_parts",
  {
    jobId: text("job_id")
      .notNull()
      .references(() => jobs.id, { onDelete: "cascade" }),
    position: integer("position").notNull(),
    groups: text("groups", { mode: "json" }).$type<StoredGroup[]>().notNull(),
  },
  (table) => [primaryKey({ columns: [table.jobId, table.position] })],
);
