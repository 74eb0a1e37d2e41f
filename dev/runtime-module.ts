/** What entrypoints import from `cloudflare:workers`, for Bun. */
export const RUNTIME = {
  cache: {},
  WorkerEntrypoint: class {
    protected ctx: unknown;
    protected env: unknown;
    constructor(ctx: unknown, env: unknown) {
      this.ctx = ctx;
      this.env = env;
    }
  },
};
