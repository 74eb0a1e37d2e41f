import * as z from "zod";
import { Job, JobError } from "#catalog/jobs.contract";
import { defineRoute } from "#kernel/routes/definition";
import { PageQuery, pageSchema } from "#kernel/routes/page";
import { JOB_ERROR_EXAMPLE, JOB_EXAMPLE } from "./job.example.rules";

/** What all routes of jobs share. */
const OF_JOBS = {
  tag: "admin-catalog",
  access: "staff",
  scope: "catalog",
  rate: "staff",
  body: null,
  query: null,
} as const;

const PARAMS = { id: JOB_EXAMPLE.id };

export const readJob = defineRoute({
  ...OF_JOBS,
  method: "GET",
  path: "/v1/admin/jobs/:id",
  operation: "readJob",
  summary: "Read the progress of a long change",
  description: "A job is deleted 30 days after its end.",
  idempotency: "safe",
  answers: { 200: Job },
  problems: [],
  example: { params: PARAMS, answer: JOB_EXAMPLE },
});

export const listJobErrors = defineRoute({
  ...OF_JOBS,
  method: "GET",
  path: "/v1/admin/jobs/:id/errors",
  operation: "listJobErrors",
  summary: "List what a long change could not do",
  description: "The first 10,000 errors, in the order of the steps.",
  idempotency: "safe",
  query: z.strictObject(PageQuery),
  answers: { 200: pageSchema(JobError) },
  problems: [],
  example: { params: PARAMS, answer: { data: [JOB_ERROR_EXAMPLE], nextCursor: null } },
});

export const cancelJob = defineRoute({
  ...OF_JOBS,
  method: "DELETE",
  path: "/v1/admin/jobs/:id",
  operation: "cancelJob",
  summary: "Cancel a long change",
  description: "What it has changed stays. A job that has ended stays as it is.",
  idempotency: "repeatable",
  answers: { 200: Job },
  problems: [],
  example: { params: PARAMS, answer: { ...JOB_EXAMPLE, status: "cancelled" } },
});
