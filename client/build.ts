import { copyFile } from "node:fs/promises";
import { resolve } from "node:path";
import { $ } from "bun";

const at = (path: string) => resolve(import.meta.dir, path);

/** Returns an entry of the client as one minified ECMAScript module. */
export const bundle = async (entry: "index" | "instantsearch" = "index") => {
  const { outputs } = await Bun.build({
    entrypoints: [at(`src/${entry}.ts`)],
    target: "browser",
    format: "esm",
    minify: true,
  });
  return (await outputs[0]?.text()) ?? "";
};

/** Writes dist/ and the licence, as they are published. Run by `bun pm pack` and `npm pack`. */
if (import.meta.main) {
  await $`rm -rf ${at("dist")}`;
  for (const entry of ["index", "instantsearch"] as const)
    await Bun.write(at(`dist/${entry}.js`), await bundle(entry));
  await $`${at("../node_modules/.bin/tsc")} -p ${at("tsconfig.build.json")}`;
  await copyFile(at("../LICENSE"), at("LICENSE"));
}
