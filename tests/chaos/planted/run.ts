import { ensureInstalled } from "#dev/install";

/**
 * `bun run planted [--chaos] [name …]`: plants each bug in a clone of the last commit, and prints which
 * promise it breaks, and which tests and invariants of a chaos run find it. Without `--chaos` a run follows
 * only if no test fails. Fails if a bug is found by neither.
 */
const main = async () => {
  await ensureInstalled();
  const [{ plantation, plantedBugs }, { table }] = await Promise.all([
    import("./planted"),
    import("#tests/bench/table"),
  ]);
  const args = process.argv.slice(2);
  const alwaysRuns = args.includes("--chaos");
  const { plant, remove } = await plantation();
  const rows: string[][] = [];
  let missed = 0;
  for (const planted of plantedBugs(args.filter((arg) => !arg.startsWith("--")))) {
    const { invariants, tests } = await plant(planted, { alwaysRuns }).catch((err: Error) => {
      console.error(`${planted.name}: ${err.message}`);
      return { invariants: [], tests: [] };
    });
    const isMissed = invariants.length === 0 && tests.length === 0;
    if (isMissed) missed += 1;
    const verdict = `${isMissed ? "✗" : "✓"} ${planted.name}`;
    const breaks = planted.breaks.join(" ");
    console.log(`${verdict}: ${planted.bug}\n  breaks ${breaks}; run: ${invariants.join(" ")}`);
    for (const title of tests) console.log(`  ${title}`);
    rows.push([verdict, breaks, String(tests.length), invariants.join(" ")]);
  }
  remove();
  console.log(`\n${table([["bug", "breaks", "failed tests", "invariants of the run"], ...rows])}`);
  console.log(`\n${rows.length - missed} of ${rows.length} bugs were found`);
  process.exit(missed === 0 && rows.length > 0 ? 0 : 1);
};

await main();
