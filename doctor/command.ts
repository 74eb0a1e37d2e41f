import { ensureInstalled } from "#dev/install";

/** The doctor itself could not run. */
const EXIT_NOT_RUN = 3;

/**
 * `bun run doctor`: checks the environment of a shop, of this machine or deployed, and prints what is
 * wrong and what to do. It changes nothing.
 */
const main = async () => {
  await ensureInstalled();
  const [options, environments, { examine }, { CHECKS }, report, { systemDependencies }] =
    await Promise.all([
      import("./options"),
      import("./environment"),
      import("./runner"),
      import("./registry"),
      import("./report"),
      import("./dependencies"),
    ]);
  const { files, url, json, strict } = options.optionsFrom(process.argv.slice(2));
  const sources =
    files.length > 0
      ? await Promise.all(files.map(environments.sourceIn))
      : [await environments.localSource()];
  const environment = await environments.environmentOf(sources, url);
  const findings = await examine(environment, systemDependencies, { checks: CHECKS });
  const text = json ? report.jsonOf(findings) : report.textOf(findings, CHECKS.length + 1);
  console.log(report.redacted(text, environment));
  process.exit(report.exitCodeOf(findings, strict));
};

main().catch((err) => {
  console.error(err instanceof Error ? err.message : err);
  process.exit(EXIT_NOT_RUN);
});
