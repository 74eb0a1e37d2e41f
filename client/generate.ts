import { resolve } from "node:path";
import { plugin } from "bun";
import typescript from "typescript-api";
import { type Operation, operationsSource } from "./operations-source";

interface Document {
  paths: Record<string, Record<string, Operation>>;
}

const DOCUMENT = resolve(import.meta.dir, "../docs/openapi.json");
const NOTICE = "// Generated from docs/openapi.json by `bun run api`.\n";

/** openapi-typescript needs the compiler's JavaScript interface, which TypeScript 7 does not have. */
plugin({
  name: "the compiler for openapi-typescript",
  setup(build) {
    build.module("typescript", () => ({
      exports: { ...typescript, default: typescript },
      loader: "object",
    }));
  },
});

/** Members of the document that the types of a client do not need. */
const LEFT_OUT = new Set(["example", "headers"]);

/** The types that the client reads. */
const KEPT = new Set(["components", "operations"]);

/** Returns the document of the operations that programs call. */
const readDocument = async (): Promise<Document> => {
  const whole: Document = await Bun.file(DOCUMENT).json();
  const kept = Object.entries(whole.paths).filter(([path]) => path.startsWith("/v1/"));
  const document = { ...whole, paths: Object.fromEntries(kept) };
  return JSON.parse(
    JSON.stringify(document, (key, value) => (LEFT_OUT.has(key) ? undefined : value)),
  );
};

/** Returns the generated files by their names. */
export const generated = async (): Promise<Record<string, string>> => {
  const { default: openapi, astToString } = await import("openapi-typescript");
  const document = await readDocument();
  // The other types are by path, and the client names operations.
  const nodes = (await openapi(JSON.stringify(document))).filter(
    (node) => "name" in node && KEPT.has((node.name as { text: string }).text),
  );
  const types = astToString(nodes);
  return {
    "src/schema.ts": NOTICE + types,
    "src/operations.ts": NOTICE + operationsSource(document.paths),
  };
};

/** Run `bun run api` after a change of docs/openapi.json. */
if (import.meta.main)
  for (const [file, text] of Object.entries(await generated()))
    await Bun.write(resolve(import.meta.dir, file), text);
