const JOBS = ["sweep", "handover"] as const;
type Job = (typeof JOBS)[number];

/**
 * The crons of wrangler.toml, which come each minute. They are two because Cloudflare allows 32 invocations
 * of Workers for each of them, and two equal ones would be one.
 */
export const CRONS: Partial<Record<string, Job>> = {
  "* * * * *": "sweep",
  "*/1 * * * *": "handover",
};

/** Returns what a cron does; one that is not known, such as in development, does everything. */
export const jobsOf = (expression: string): readonly Job[] => {
  const job = CRONS[expression];
  return job ? [job] : JOBS;
};
