import type { App } from "#kernel/routes/app";
import { privateJson } from "#kernel/routes/etag";
import { route } from "#kernel/routes/route";
import { cancelJob, listJobErrors, readJob } from "./jobs.api";
import type { JobsService } from "./jobs.service";

/** /v1/admin/jobs: the progress of long changes. */
export const jobRoutes = (app: App, jobs: JobsService) => {
  route(app, readJob, async (c) => privateJson(c, await jobs.read(c.req.param("id"))));
  route(app, listJobErrors, async (c) =>
    privateJson(c, await jobs.errors(c.req.param("id"), c.req.valid("query"))),
  );
  route(app, cancelJob, async (c) => privateJson(c, await jobs.cancel(c.req.param("id"))));
};
