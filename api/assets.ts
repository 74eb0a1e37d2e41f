import { copyFileSync, mkdirSync, rmSync, writeFileSync } from "node:fs";
import { dirname, resolve } from "node:path";
import { createMarkdownFromOpenApi } from "@scalar/openapi-to-markdown";
import { TAGS } from "#kernel/routes/definition";
import { type Document, documentsByTag, wholeDocument } from "./document";
import { textOf } from "./files";

const ROOT = resolve(import.meta.dir, "..");
/** What the gateway serves as static assets. It is generated before each start and each deploy. */
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
    ...tags.map((tag) => `- [${tag}](/docs/${tag}.md): ${TAGS[tag as keyof typeof TAGS]}`),
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
  write(folder, `docs/${tag}.md`, await createMarkdownFromOpenApi(document));
};

/** Writes the API reference as a page, as OpenAPI in whole and by tag, and as Markdown. */
export const writeAssets = async (folder = ASSETS) => {
  rmSync(folder, { recursive: true, force: true });
  const parts = await documentsByTag();
  write(folder, "openapi.json", textOf(await wholeDocument()));
  write(folder, "docs/index.html", PAGE);
  write(folder, "docs/start.js", START);
  write(folder, "llms.txt", llmsText([...parts.keys()]));
  for (const [tag, document] of parts) await writePart(folder, tag, document);
  copyFileSync(resolve(ROOT, SCALAR), resolve(folder, "docs/scalar.js"));
};
