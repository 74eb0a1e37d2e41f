import { copyFile } from "node:fs/promises";
import { resolve } from "node:path";
import { $ } from "bun";

const at = (path: string) => resolve(import.meta.dir, path);

/** Returns the client as one minified ECMAScript module. */
export const bundle = async () => {
  const { outputs } = await Bun.build({
    entrypoints: [at("src/index.ts")],
    target: "browser",
    format: "esm",
    minify: true,
  });
  return (await outputs[0]?.text()) ?? "";
};

/** Writes dist/ and the licence, as they are published. Run by `bun pm pack` and `npm pack`. */
if (import.meta.main) {
  await $`rm -rf ${at("dist")}`;
  await Bun.write(at("dist/index.js"), await bundle());
  await $`${at("../node_modules/.bin/tsc")} -p ${at("tsconfig.build.json")}`;
  await copyFile(at("../LICENSE"), at("LICENSE"));
}
