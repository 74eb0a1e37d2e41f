import { cpus, totalmem } from "node:os";
import { tool } from "#dev/install";
import type { Bundle } from "#dev/workerd/bundle";
import type { Books } from "./books";
import type { Result, Yardstick } from "./result";
import { table } from "./table";

/** The bench fails above this share of failed units. */
const ERRORS_MAX = 0.001;

export const hasFailed = (results: readonly Result[], books: Books | null) =>
  results.some(({ errors, units }) => errors > (units + errors) * ERRORS_MAX) ||
  books?.balanced === false;

const firstLineOf = (command: string[]) =>
  Bun.spawnSync(command).stdout.toString().split("\n")[0]?.trim() ?? "unknown";

export const machine = (redisEngine: string) => ({
  cpu: cpus()[0]?.model ?? "unknown",
  cores: cpus().length,
  memoryGiB: Math.round(totalmem() / 2 ** 30),
  system: `${process.platform} ${process.arch}`,
  bun: Bun.version,
  workerd: firstLineOf([tool("workerd"), "--version"]),
  redis: redisEngine,
  /** The minimum latency of a cloud's answer; 0 by default. */
  cloudLatencyMs: Number(process.env.BODEGA_CLOUD_LATENCY_MS ?? 0),
});

export const bundleSizes = (bundles: readonly Bundle[]) =>
  Object.fromEntries(bundles.map(({ wiring, gzipBytes }) => [wiring.name, gzipBytes]));

const rate = (perSecond: number) => perSecond.toFixed(perSecond < 100 ? 1 : 0);
const share = (part: number) => `${(part * 100).toFixed(part < 0.1 ? 1 : 0)} %`;
const milliseconds = (ms: number) => `${ms.toFixed(ms < 10 ? 1 : 0)} ms`;

const HEADINGS = [
  ...["scenario", "per second", "p50", "p99", "of bare", "target"],
  ...["calls", "later", "without", "CPU", "errors"],
];

const row = ({ upstream, cpuMsPerUnit, ...result }: Result) => [
  result.title,
  rate(result.unitsPerSecond),
  milliseconds(result.p50Ms),
  milliseconds(result.p99Ms),
  share(result.ofBare),
  result.target === null
    ? "–"
    : `${result.ofBare >= result.target ? "✓" : "✗"} ${share(result.target)}`,
  upstream.perUnit.toFixed(2),
  upstream.laterPerUnit.toFixed(2),
  share(upstream.withoutShare),
  cpuMsPerUnit.workers === undefined ? "–" : milliseconds(cpuMsPerUnit.workers),
  String(result.errors),
];

const legend = (bare: readonly Yardstick[]) => {
  const mean = (values: number[]) => values.reduce((sum, each) => sum + each, 0) / values.length;
  const cpus = bare.flatMap(({ cpuMs }) => (cpuMs === null ? [] : [cpuMs]));
  return `of bare   units per second, as a share of the requests per second of a bare Hono Worker beside it,
          which came to ${rate(mean(bare.map(({ perSecond }) => perSecond)))}${cpus.length > 0 ? ` of ${mean(cpus).toFixed(2)} ms CPU each` : ""}
calls     upstream calls per unit before the answer; later: after it (queue, capture, mail)
without   share of the requests without a call to a cloud
CPU       of the runtime with all nine Workers, per unit`;
};

export const resultTable = (results: readonly Result[]) =>
  `${table([HEADINGS, ...results.map(row)])}\n\n${legend(results.flatMap(({ bare }) => bare))}`;

export const booksTable = ({ balanced, seconds, entries }: Books) =>
  [
    `${balanced ? "✓ The books balance" : "✗ The books do not balance"}, ${seconds.toFixed(1)} s after the last checkout:`,
    table(entries.map(({ what, expected, found }) => [`  ${what}`, `${found}`, `of ${expected}`])),
  ].join("\n");
