import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { onOrphaned } from "#dev/ancestry";
import { ensureInstalled } from "#dev/install";

/**
 * `bun run chaos`: buys from the shop on the production runtime while its dependencies fail and its
 * processes are killed. Then compares databases, books, mails and the clients' journals. Fails on any
 * violation, and keeps the data of the run.
 */
const main = async () => {
  await ensureInstalled();
  const [{ optionsFrom }, { runChaos }, report, { progressOn }] = await Promise.all([
    import("./options"),
    import("./chaos"),
    import("./report"),
    import("#tests/bench/progress"),
  ]);
  const options = optionsFrom(process.argv.slice(2));
  const progress = progressOn();
  const folder = mkdtempSync(join(tmpdir(), "bodega-chaos-"));
  let stop: (() => Promise<void>) | undefined;
  let ending = false;
  const end = async (code: number) => {
    if (ending) return;
    ending = true;
    progress.end();
    await stop?.().catch(() => undefined);
    if (code !== 1) rmSync(folder, { recursive: true, force: true });
    process.exit(code);
  };
  for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"]) process.on(signal, () => void end(130));
  onOrphaned(() => void end(130));
  console.log(`seed ${options.seed}: ${options.orders} orders, ${options.kills} kills`);
  try {
    const onStarted = (how: () => Promise<void>) => {
      stop = how;
    };
    const outcome = await runChaos({ folder, options, progress, onStarted });
    progress.end();
    console.log(`\n${report.summaryLines(outcome).join("\n")}\n`);
    for (const line of report.violationLines(outcome.findings)) console.log(line);
    console.log(`\n${report.findingsTable(outcome.findings)}`);
    const failed = outcome.findings.some(({ violations }) => violations.length > 0);
    if (failed) console.log(`\nThe databases and the clients' journal are in ${folder}`);
    await end(failed ? 1 : 0);
  } catch (err) {
    if (!ending) console.error(`\n${err instanceof Error ? (err.stack ?? err.message) : err}\n`);
    await end(1);
  }
};

await main();
