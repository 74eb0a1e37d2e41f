import { expect, test } from "bun:test";
import { mkdtempSync, rmSync, symlinkSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";

/** The time after which a program ends by itself, in case its test fails. */
const PATIENCE_MS = 10_000;

/** Runs a program that keeps a shop open which does nothing but tell of its end. */
const running = (onOpen: string) => {
  const program = `
    import { keepOpen, fail } from ${JSON.stringify(resolve(import.meta.dir, "keep-open.ts"))};
    setTimeout(() => process.exit(2), ${PATIENCE_MS});
    const stop = async () => console.log("stopped");
    const shop = { exited: new Promise(() => setInterval(() => {}, 1000)), stop };
    keepOpen(Promise.resolve(shop), () => { ${onOpen} }).catch(fail);`;
  return { program, bun: process.execPath };
};

test("a shop whose console cannot open is ended whole, and says why", async () => {
  const { program, bun } = running('throw new Error("Port 8790 is taken.")');
  const ended = Bun.spawn([bun, "-e", program], { stdout: "pipe", stderr: "pipe" });
  const [out, err] = [await ended.stdout.text(), await ended.stderr.text()];
  expect(out).toContain("stopped");
  expect(err).toContain("The shop could not start. Port 8790 is taken.");
  expect(await ended.exited).toBe(1);
}, 20_000);

test("a shop that a killed npx has left behind ends, though the shell between them lives on", async () => {
  const { program, bun } = running('console.log("open")');
  const home = mkdtempSync(join(tmpdir(), "bodega-npx-"));
  const npx = join(home, "npm exec bun");
  symlinkSync("/bin/sh", npx);
  // npx, a shell, `bun run` and the shop, none of which is the last thing that its starter has to do.
  const bunRun = `sh -c '"$0" -e "$1"; true' "$0" "$1"; true`;
  const starter = Bun.spawn(
    [npx, "-c", `sh -c '${bunRun.replaceAll("'", `'"'"'`)}' "$0" "$1"; true`, bun, program],
    {
      stdin: "ignore",
      stdout: "pipe",
    },
  );
  let told = "";
  for await (const chunk of starter.stdout) {
    told += new TextDecoder().decode(chunk);
    if (told === "open\n") starter.kill("SIGKILL");
  }
  rmSync(home, { recursive: true });
  expect(told).toBe("open\nWhoever started the shop is gone, so it ends.\nstopped\n");
}, 20_000);

test("a shop whose starter is gone says so before it ends", async () => {
  const { program, bun } = running('console.log("open")');
  // The reader sees its end only when the last of them has closed its side.
  const starter = Bun.spawn(["sh", "-c", '"$0" -e "$1" </dev/null & read -r _', bun, program], {
    stdin: "pipe",
    stdout: "pipe",
  });
  let told = "";
  for await (const chunk of starter.stdout) {
    told += new TextDecoder().decode(chunk);
    if (told === "open\n") starter.stdin.end();
  }
  expect(told).toBe("open\nWhoever started the shop is gone, so it ends.\nstopped\n");
}, 20_000);
