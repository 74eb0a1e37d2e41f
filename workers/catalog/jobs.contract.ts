/** The kinds and statuses of long changes of the catalog. */
export const JOB_KINDS = ["products_bulk"] as const;
export const JOB_STATUSES = ["queued", "running", "succeeded", "failed", "cancelled"] as const;
