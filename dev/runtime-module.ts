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

/** The runtime's stream of a known length, for Bun. It fails as the runtime's does. */
class FixedLengthStream extends TransformStream<Uint8Array, Uint8Array> {
  constructor(expectedBytes: number) {
    let bytes = 0;
    super({
      transform(chunk, stream) {
        bytes += chunk.byteLength;
        if (bytes > expectedBytes) throw new TypeError("Attempt to write too many bytes.");
        stream.enqueue(chunk);
      },
      flush() {
        if (bytes < expectedBytes)
          throw new TypeError("The stream did not see all expected bytes.");
      },
    });
  }
}

/** What the runtime has beside the web's standard names. */
export const RUNTIME_GLOBALS = { FixedLengthStream };
