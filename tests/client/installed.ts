import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { ROOT } from "#dev/install";

const README = readFileSync(resolve(ROOT, "client/README.md"), "utf8");

/** Returns the code blocks of the client's README in a language, in order. */
export const blocks = (language: string): string[] =>
  [...README.matchAll(new RegExp(`^\`\`\`${language}\\n(.*?)^\`\`\``, "gms"))].map(
    ([, code = ""]) => code,
  );

interface Finished {
  code: number;
  text: string;
}

/** Runs a command to its end, and returns its code and everything that it printed. */
export const run = async (command: string[], cwd: string): Promise<Finished> => {
  const child = Bun.spawn(command, { cwd, stdin: "ignore", stdout: "pipe", stderr: "pipe" });
  const [out, err] = await Promise.all([
    new Response(child.stdout).text(),
    new Response(child.stderr).text(),
  ]);
  return { code: await child.exited, text: out + err };
};

const succeed = async (command: string[], cwd: string) => {
  const { code, text } = await run(command, cwd);
  if (code !== 0) throw new Error(`${command.join(" ")} exits with ${code}:\n${text}`);
  return text;
};

/** Packs the client, and installs the package in an empty folder as its users do. */
export const installClient = async () => {
  const folder = mkdtempSync(join(tmpdir(), "bodega-client-"));
  const pack = [process.execPath, "pm", "pack", "--quiet", "--destination", folder];
  const packed = await succeed(pack, resolve(ROOT, "client"));
  const [tarball = ""] = packed.match(/\S+\.tgz/) ?? [];
  writeFileSync(join(folder, "package.json"), '{ "private": true, "type": "module" }\n');
  await succeed(["npm", "install", "--offline", "--no-audit", "--no-fund", tarball], folder);
  return {
    folder,
    write: (name: string, text: string) => writeFileSync(join(folder, name), text),
    run: (...command: string[]) => run(command, folder),
    remove: () => rmSync(folder, { recursive: true, force: true }),
  };
};
export type InstalledClient = Awaited<ReturnType<typeof installClient>>;
