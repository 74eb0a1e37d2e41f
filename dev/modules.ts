import { plugin } from "bun";

/**
 * Lets Bun import what the bundler of Workers lets a Worker import: compiled wasm, bytes, and Lua as text
 * (https://developers.cloudflare.com/workers/wrangler/bundling/). Loaded before everything else by
 * bunfig.toml, also before the packages are installed.
 */
plugin({
  name: "the modules of Workers",
  setup(build) {
    build.onLoad({ filter: /\.wasm$/ }, async ({ path }) => ({
      loader: "object",
      exports: { default: await WebAssembly.compile(await Bun.file(path).arrayBuffer()) },
    }));
    build.onLoad({ filter: /\.(bin|ttf)$/ }, async ({ path }) => ({
      loader: "object",
      exports: { default: await Bun.file(path).arrayBuffer() },
    }));
    build.onLoad({ filter: /\.lua$/ }, async ({ path }) => ({
      loader: "object",
      exports: { default: await Bun.file(path).text() },
    }));
  },
});
