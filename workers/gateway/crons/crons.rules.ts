const JOBS = ["sweep", "handover"] as const;
type Job = (typeof JOBS)[number];

/**
 * The jobs of the crons in wrangler.toml, which run every minute. There are two because Cloudflare
 * allows 32 invocations of Workers for each. Their expressions differ because equal ones count as one.
 */
export const CRONS: Partial<Record<string, Job>> = {
  "* * * * *": "sweep",
  "*/1 * * * *": "handover",
};

/** Returns the jobs of a cron; all jobs for an unknown one, as in development. */
export const jobsOf = (expression: string): readonly Job[] => {
  const job = CRONS[expression];
  return job ? [job] : JOBS;
};
