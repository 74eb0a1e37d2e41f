import { mock } from "bun:test";

/** The runtime's own module, as far as our entrypoints use it, so that they can be built in bun:test. */
mock.module("cloudflare:workers", () => ({
  WorkerEntrypoint: class {
    protected ctx: unknown;
    protected env: unknown;
    constructor(ctx: unknown, env: unknown) {
      this.ctx = ctx;
      this.env = env;
    }
  },
}));
