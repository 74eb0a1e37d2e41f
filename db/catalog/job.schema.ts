import { sql } from "drizzle-orm";
import { check, index, integer, sqliteTable, text } from "drizzle-orm/sqlite-core";
import { JOB_KINDS, JOB_STATUSES } from "#catalog/jobs.contract";
import type { FieldError } from "#kernel/errors";

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
    done: integer("done").notNull().default(0),
    total: integer("total").notNull(),
    errors: text("errors", { mode: "json" }).$type<FieldError[]>().notNull(),
    resultUrl: text("result_url"),
    /** Until when another process leaves the job alone. */
    leaseUntil: integer("lease_until").notNull().default(0),
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
    index("jobs_finished_at").on(table.finishedAt).where(sql`finished_at is not null`),
  ],
);
