import {
  copyFileSync,
  existsSync,
  mkdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { dirname, resolve } from "node:path";
import { createMarkdownFromOpenApi } from "@scalar/openapi-to-markdown";
import { TAGS, type Tag } from "#kernel/routes/definition";
import { type Document, documentsByTag, wholeDocument } from "./document";
import { DOCUMENT, textOf } from "./files";

const ROOT = resolve(import.meta.dir, "..");
/** What the gateway serves as static assets; see wrangler.toml. */
export const ASSETS = resolve(ROOT, ".assets");
const SCALAR = "node_modules/@scalar/api-reference/dist/browser/standalone.js";

const PAGE = `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>API reference</title>
<link rel="icon" href="data:,">
</head>
<body>
<noscript>The reference needs JavaScript. As Markdown: <a href="/llms.txt">/llms.txt</a></noscript>
<div id="reference"></div>
<script src="/docs/scalar.js"></script>
<script src="/docs/start.js"></script>
</body>
</html>
`;

/** Everything is served by the shop: no font, script, proxy or telemetry of another host. */
const START = `Scalar.createApiReference("#reference", {
  url: "/openapi.json",
  withDefaultFonts: false,
  telemetry: false,
  agent: { disabled: true },
  mcp: { disabled: true },
  showDeveloperTools: "never",
  hideClientButton: true,
});
`;

const llmsText = (tags: readonly string[]) =>
  [
    "# Storefront API",
    "",
    "> The HTTP API of a shop: products, carts, orders and payments. Errors are problem documents (RFC 9457)",
    "> with a stable code. Each change takes an Idempotency-Key and may be repeated.",
    "",
    "## Reference",
    "",
    ...tags.map((tag) => `- [${tag}](/docs/${tag}.md): ${TAGS[tag as Tag]}`),
    "",
    "## OpenAPI 3.1",
    "",
    "- [Everything](/openapi.json)",
    ...tags.map((tag) => `- [${tag}](/openapi/${tag}.json)`),
    "",
  ].join("\n");

const write = (folder: string, path: string, text: string) => {
  const file = resolve(folder, path);
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, text);
};

const writePart = async (folder: string, tag: string, document: Document) => {
  write(folder, `openapi/${tag}.json`, textOf(document));
  write(folder, `docs/${tag}.md`, await createMarkdownFromOpenApi(JSON.parse(textOf(document))));
};

const writeFiles = async (folder: string) => {
  const parts = await documentsByTag();
  write(folder, "openapi.json", textOf(await wholeDocument()));
  write(folder, "docs/index.html", PAGE);
  write(folder, "docs/start.js", START);
  write(folder, "llms.txt", llmsText([...parts.keys()]));
  for (const [tag, document] of parts) await writePart(folder, tag, document);
  copyFileSync(resolve(ROOT, SCALAR), resolve(folder, "docs/scalar.js"));
};

/** Names the present files: they follow from the committed document, this file and the version of Scalar. */
const keyOf = () => {
  const hash = new Bun.CryptoHasher("sha256");
  for (const path of [DOCUMENT, import.meta.path, resolve(ROOT, "bun.lock")])
    hash.update(readFileSync(path));
  return hash.digest("hex");
};

const KEY = "key.txt";
const isCurrent = (folder: string, key: string) => {
  const file = resolve(folder, KEY);
  return existsSync(file) && readFileSync(file, "utf8") === key;
};

/**
 * Writes the API reference as a page, as OpenAPI in whole and by tag, and as Markdown, unless
 * the written one is current.
 * Renames the complete folder, so that a concurrent start never serves a part of it.
 */
export const ensureAssets = async (folder = ASSETS) => {
  const key = keyOf();
  if (isCurrent(folder, key)) return;
  const draft = `${folder}.${crypto.randomUUID()}`;
  await writeFiles(draft);
  write(draft, KEY, key);
  rmSync(folder, { recursive: true, force: true });
  renameSync(draft, folder);
};
