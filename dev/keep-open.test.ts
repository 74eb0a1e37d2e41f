import { expect, test } from "bun:test";
import { mkdtempSync, rmSync, symlinkSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";

/** The program ends by itself after this time, in case its test fails. */
const PATIENCE_MS = 10_000;

/** Runs a program that keeps open a shop which only reports its end. */
const running = (onOpen: string) => {
  const program = `
    import { keepOpen, fail } from ${JSON.stringify(resolve(import.meta.dir, "keep-open.ts"))};
    setTimeout(() => process.exit(2), ${PATIENCE_MS});
    const stop = async () => console.log("stopped");
    const shop = { exited: new Promise(() => setInterval(() => {}, 1000)), stop };
    keepOpen(Promise.resolve(shop), () => { ${onOpen} }).catch(fail);`;
  return { program, bun: process.execPath };
};

test("stops the shop and prints the reason when its console cannot open", async () => {
  const { program, bun } = running('throw new Error("Port 8790 is taken.")');
  const ended = Bun.spawn([bun, "-e", program], { stdout: "pipe", stderr: "pipe" });
  const [out, err] = [await ended.stdout.text(), await ended.stderr.text()];
  expect(out).toContain("stopped");
  expect(err).toContain("The shop could not start. Port 8790 is taken.");
  expect(await ended.exited).toBe(1);
}, 20_000);

test("ends a shop after npx is killed, although the shell between them survives", async () => {
  const { program, bun } = running('console.log("open")');
  const home = mkdtempSync(join(tmpdir(), "bodega-npx-"));
  const npx = join(home, "npm exec bun");
  symlinkSync("/bin/sh", npx);
  // npx, a shell, `bun run` and the shop; a further command keeps each shell from being replaced by
  // its child.
  const bunRun = `sh -c '"$0" -e "$1"; true' "$0" "$1"; true`;
  const starter = Bun.spawn(
    [npx, "-c", `sh -c '${bunRun.replaceAll("'", `'"'"'`)}' "$0" "$1"; true`, bun, program],
    {
      stdin: "ignore",
      stdout: "pipe",
    },
  );
  let output = "";
  for await (const chunk of starter.stdout) {
    output += new TextDecoder().decode(chunk);
    if (output === "open\n") starter.kill("SIGKILL");
  }
  rmSync(home, { recursive: true });
  expect(output).toBe(
    "open\nThe process that started the shop has ended, so the shop ends.\nstopped\n",
  );
}, 20_000);

test("prints the reason before it ends because its starter has ended", async () => {
  const { program, bun } = running('console.log("open")');
  // The stream ends only when all of them have closed it.
  const starter = Bun.spawn(["sh", "-c", '"$0" -e "$1" </dev/null & read -r _', bun, program], {
    stdin: "pipe",
    stdout: "pipe",
  });
  let output = "";
  for await (const chunk of starter.stdout) {
    output += new TextDecoder().decode(chunk);
    if (output === "open\n") starter.stdin.end();
  }
  expect(output).toBe(
    "open\nThe process that started the shop has ended, so the shop ends.\nstopped\n",
  );
}, 20_000);
