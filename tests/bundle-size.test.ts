import { expect, test } from "bun:test";
import { bundleWorkers } from "#dev/workerd/bundle";
import { WORKER_CONFIGS } from "#dev/workers";

const GZIP_BYTES_MAX = 300 * 1024;
const BUNDLING_MS = 120_000;

test(
  "keeps each Worker within 300 KiB, minified and compressed as for a deployment",
  async () => {
    const bundles = await bundleWorkers(WORKER_CONFIGS);
    expect(bundles.length).toBe(WORKER_CONFIGS.length);
    const sizes = bundles.map(({ wiring, gzipBytes }) => [wiring.name, gzipBytes] as const);
    expect(sizes.filter(([, bytes]) => bytes < 1024 || bytes > GZIP_BYTES_MAX)).toEqual([]);
  },
  BUNDLING_MS,
);
