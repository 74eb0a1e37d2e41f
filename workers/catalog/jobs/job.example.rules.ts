import type { Job, JobError } from "#catalog/jobs.contract";

export const JOB_ERROR_EXAMPLE: JobError = {
  line: null,
  productId: "prd_0000000000000000000000000000000000",
  code: "not_found",
  message: "No product has this id.",
};

/** The job of the API reference. */
export const JOB_EXAMPLE: Job = {
  id: "job_0000000000000000000000000000000000",
  kind: "products_bulk",
  status: "running",
  progress: { done: 50, total: 420 },
  errors: [JOB_ERROR_EXAMPLE],
  errorCount: 1,
  resultUrl: "/v1/admin/jobs/job_0000000000000000000000000000000000/errors",
  createdAt: "2026-11-27T09:00:00.000Z",
  finishedAt: null,
};
