import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { onOrphaned } from "#dev/ancestry";
import { ensureInstalled } from "#dev/install";
import type { Books, Bought } from "./books";
import type { Measured } from "./load";
import type { Options } from "./options";
import type { Progress } from "./progress";
import type { Result } from "./result";

/** Exit codes as a shell reports them. */
const ENDINGS = [
  ["SIGINT", 130],
  ["SIGHUP", 129],
  ["SIGTERM", 143],
] as const;

/**
 * `bun run bench`: puts the whole shop under load on the production runtime, beside a bare Hono
 * Worker on the same machine in the same run.
 */
const startEverything = async (folder: string, options: Options, progress: Progress) => {
  const [
    { freePorts },
    { startServedShop },
    { startWorkerd },
    { startGenerator },
    { fillShelves },
  ] = await Promise.all([
    import("#tests/free-ports"),
    import("#dev/workerd/shop"),
    import("#dev/workerd"),
    import("./generator.process"),
    import("./shelves"),
  ]);
  const { products, inspect } = options;
  const trouble: string[] = [];
  const print = (line: string) => {
    if (/"level":"(warn|error)"|rror/.test(line)) trouble.push(line);
  };
  progress.show("starting the clouds and the Workers", 0);
  const shop = await startServedShop({
    folder,
    ports: freePorts(),
    print,
    ...(inspect === undefined ? {} : { inspectorPort: inspect }),
    seed: (variables) =>
      fillShelves(variables, products, (written) =>
        progress.show(`writing ${products} products`, written / products),
      ),
  });
  const stops = [shop.stop];
  const stop = async () => {
    for (const end of stops.splice(0).reverse()) await end();
  };
  try {
    const startAlone = async (name: string) => {
      const alone = await startWorkerd({
        port: 0,
        variables: {},
        folder: join(folder, name),
        print,
        healthPath: "/",
        configs: [`tests/bench/${name}/wrangler.toml`],
      });
      stops.push(alone.stop);
      return alone;
    };
    const bare = await startAlone("bare");
    const kdf = await startAlone("kdf");
    const generator = await startGenerator(products);
    stops.push(generator.stop);
    const pids = { ...shop.clouds.pids, workers: shop.workers.pid, load: generator.pid };
    return { shop, bare, kdf, generator, pids, trouble, stop };
  } catch (err) {
    await stop();
    throw err;
  }
};
type Everything = Awaited<ReturnType<typeof startEverything>>;

const runAll = async (
  { shop, bare, kdf, generator, pids }: Everything,
  options: Options,
  progress: Progress,
) => {
  const [{ measuring }, { journalsOf }, { balancedBooks }, { SCENARIOS }] = await Promise.all([
    import("./measuring"),
    import("./journals"),
    import("./books"),
    import("./scenarios"),
  ]);
  const { urls } = shop.clouds;
  const bought: Bought = { orders: 0, unitsSold: 0 };
  const add = ({ counts }: Measured) => {
    bought.orders += counts.orders;
    bought.unitsSold += counts.unitsSold;
  };
  let books: Books | null = null;
  const settle = async (measured: Measured) => {
    add(measured);
    if (bought.orders === 0) return;
    books = await balancedBooks(urls, bought, (entries) => {
      const done = entries.filter(({ expected, found }) => expected === found).length;
      progress.show("waiting for the queue", done / entries.length);
    });
  };
  const measure = measuring({
    options,
    generator,
    journals: journalsOf(urls),
    progress,
    pids,
    shopUrl: shop.url,
    bare,
    kdf,
  });

  const results: Result[] = [];
  const chosen = SCENARIOS.filter(({ name }) => options.only?.includes(name) ?? true);
  await measure.bare();
  let before = await measure.bare();
  for (const scenario of chosen) {
    await settle(await measure.warmUp(scenario));
    const result = await measure.measure(scenario, settle);
    const after = await measure.bare();
    const bare = [before, after];
    const perSecond = (before.perSecond + after.perSecond) / 2;
    results.push({ ...result, bare, ofBare: result.unitsPerSecond / perSecond });
    before = after;
  }
  const kdfs = chosen.some(({ name }) => name === "sign-in") ? await measure.kdfs() : [];
  return { results, kdfs, books: books as Books | null };
};

const report = async (
  everything: Everything,
  { results, kdfs, books }: Awaited<ReturnType<typeof runAll>>,
  options: Options,
) => {
  const [{ booksTable, bundleSizes, hasFailed, machine, resultTable }, { kdfTable }] =
    await Promise.all([import("./report"), import("./kdfs")]);
  const bundles = bundleSizes(everything.shop.workers.bundles);
  const on = machine(everything.shop.clouds.redisEngine);
  const failed = hasFailed(results, books);
  console.log(`\n${on.cpu}, ${on.cores} cores · ${on.workerd} · ${on.redis}\n`);
  console.log(resultTable(results));
  if (kdfs.length > 0) console.log(`\n${kdfTable(kdfs)}`);
  for (const { title, errorSamples } of results)
    for (const sample of errorSamples) console.log(`\n✗ ${title}: ${sample}`);
  if (failed) for (const line of everything.trouble.slice(0, 10)) console.log(line);
  if (books) console.log(`\n${booksTable(books)}`);
  const { products, seconds, clients, out } = options;
  const content = {
    at: new Date().toISOString(),
    machine: on,
    options: { products, seconds, clients },
  };
  writeFileSync(
    out,
    `${JSON.stringify({ ...content, results, kdfs, books, bundleGzipBytes: bundles }, null, 2)}\n`,
  );
  console.log(`\nWritten to ${out}`);
  return failed;
};

const main = async () => {
  await ensureInstalled();
  const [first, ...rest] = process.argv.slice(2);
  if (first === "--scale") {
    const { runScale } = await import("./scale/run");
    process.exit((await runScale(rest)) ? 1 : 0);
  }
  const [{ optionsFrom }, { progressOn }] = await Promise.all([
    import("./options"),
    import("./progress"),
  ]);
  const options = optionsFrom(process.argv.slice(2));
  const progress = progressOn();
  const folder = mkdtempSync(join(tmpdir(), "bodega-bench-"));
  const starting = startEverything(folder, options, progress);
  let ending = false;
  const end = async (code: number) => {
    if (ending) return;
    ending = true;
    progress.end();
    const started = await starting.catch(() => undefined);
    await started?.stop();
    rmSync(folder, { recursive: true, force: true });
    process.exit(code);
  };
  for (const [signal, code] of ENDINGS) process.on(signal, () => void end(code));
  onOrphaned(() => void end(1));
  try {
    const everything = await starting;
    const measured = await runAll(everything, options, progress);
    progress.end();
    await end((await report(everything, measured, options)) ? 1 : 0);
  } catch (err) {
    if (!ending) console.error(`\n${err instanceof Error ? err.message : err}\n`);
    await end(1);
  }
};

await main();
