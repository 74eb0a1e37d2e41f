import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { onOrphaned } from "#dev/ancestry";
import { ensureInstalled } from "#dev/install";
import type { Options } from "./options";

/**
 * `bun run flood`: floods the whole shop on the production runtime with mixed requests of
 * strangers, while an honest buyer orders. Fails when a bound does not hold.
 */
const main = async () => {
  await ensureInstalled();
  const [{ optionsFrom }, { startFlooded }, { flooded, afterwards }, report, bounds] =
    await Promise.all([
      import("./options"),
      import("./shop"),
      import("./flooded"),
      import("./report"),
      import("./bounds"),
    ]);
  const options: Options = optionsFrom(process.argv.slice(2));
  const folder = mkdtempSync(join(tmpdir(), "bodega-flood-"));
  const starting = startFlooded(folder);
  let ending = false;
  const end = async (code: number) => {
    if (ending) return;
    ending = true;
    const started = await starting.catch(() => undefined);
    await started?.stop();
    rmSync(folder, { recursive: true, force: true });
    process.exit(code);
  };
  for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"]) process.on(signal, () => void end(130));
  onOrphaned(() => void end(1));
  try {
    const shop = await starting;
    const outcome = await flooded(shop, options);
    const { alone, tally, purchases, before, after, cores } = outcome;
    const checks = bounds.checksOf(outcome);
    console.log(`\n${report.tallyTable(tally)}\n`);
    console.log(report.purchasesLine("before the flood", alone));
    console.log(report.purchasesLine("during the flood", purchases));
    console.log(`${report.coresLine(cores)}\n`);
    for (const sample of [...tally.faults, ...purchases.failures.slice(0, 10)])
      console.log(`✗ ${sample}`);
    console.log(report.checksTable(checks));
    const { hour, day } = await afterwards(shop);
    const readings = { before, after, "an hour later": hour, "a day later": day };
    console.log(`\n${report.holdingsTable(readings)}`);
    await end(bounds.hasHeld(checks, purchases) ? 0 : 1);
  } catch (err) {
    if (!ending) console.error(`\n${err instanceof Error ? err.message : err}\n`);
    await end(1);
  }
};

await main();
