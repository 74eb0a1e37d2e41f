import { ensureInstalled } from "#dev/install";

/**
 * `bun run planted [name …]`: plants each bug in a clone of the last commit, and prints which invariants
 * of a chaos run and how many tests find it. Fails if a bug is found by neither.
 */
const main = async () => {
  await ensureInstalled();
  const [{ catchPlanted, plantedBugs }, { table }] = await Promise.all([
    import("./planted"),
    import("#tests/bench/table"),
  ]);
  const rows: string[][] = [];
  let missed = 0;
  for (const planted of plantedBugs(process.argv.slice(2))) {
    const { invariants, tests } = await catchPlanted(planted);
    const isMissed = invariants.length === 0 && tests === 0;
    if (isMissed) missed += 1;
    const row = [
      `${isMissed ? "✗" : "✓"} ${planted.name}`,
      invariants.join(" ") || "none",
      String(tests),
    ];
    console.log(`${row.join(", ")} tests: ${planted.bug}`);
    rows.push(row);
  }
  console.log(`\n${table([["bug", "invariants", "failed tests"], ...rows])}`);
  console.log(`\n${rows.length - missed} of ${rows.length} bugs were found`);
  process.exit(missed === 0 && rows.length > 0 ? 0 : 1);
};

await main();
