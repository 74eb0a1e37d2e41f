import { JOB_EXAMPLE } from "#catalog/jobs/job.example.rules";
import { Job } from "#catalog/jobs.contract";
import { defineRoute } from "#kernel/routes/definition";
import { BulkChange } from "./bulk.contract";

export const changeProducts = defineRoute({
  method: "POST",
  path: "/v1/admin/products/bulk",
  operation: "changeProducts",
  summary: "Change many products in a job",
  description:
    "Changes 15 products at a time. A product that cannot be changed is left as it is and listed in the errors of the job. Products that are created later are not changed.",
  tag: "admin-catalog",
  access: "staff",
  scope: "catalog",
  rate: "staff",
  idempotency: "key",
  body: BulkChange,
  query: null,
  answers: { 202: Job },
  problems: ["product_invalid"],
  headers: ["Location"],
  example: {
    headers: { "Idempotency-Key": "winter-sale-2026" },
    body: {
      filter: { collection: "winter" },
      set: { tagsAdd: ["sale"], priceFactor: 0.9 },
    },
    answer: {
      ...JOB_EXAMPLE,
      status: "queued",
      progress: { done: 0, total: 420 },
      errors: [],
      errorCount: 0,
      resultUrl: undefined,
    },
  },
});
