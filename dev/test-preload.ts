import { mock } from "bun:test";

/** Replaces the runtime's own module in bun:test, as far as entrypoints use it. */
mock.module("cloudflare:workers", () => ({
  cache: {},
  WorkerEntrypoint: class {
    protected ctx: unknown;
    protected env: unknown;
    constructor(ctx: unknown, env: unknown) {
      this.ctx = ctx;
      this.env = env;
    }
  },
}));
