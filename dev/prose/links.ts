import { existsSync, readFileSync } from "node:fs";
import { dirname, relative, resolve } from "node:path";
import { Glob } from "bun";
import { ROOT } from "#dev/install";

const DOCUMENTS = ["*.md", "docs/**/*.md", "packages/*/*.md"];
const EXTERNAL = /^[a-z][a-z0-9+.-]*:/i;

const htmlOf = (file: string) =>
  Bun.markdown.html(readFileSync(file, "utf8"), { headings: { ids: true } });
const attributes = (html: string, pattern: RegExp) =>
  [...html.matchAll(pattern)].map(([, value]) => decodeURIComponent(value ?? ""));

const isHeadingOf = (file: string, id: string) =>
  attributes(htmlOf(file), /<h\d id="([^"]*)"/g).includes(id);

/** Returns the links of a document that lead to no file of the repository, or to no heading of it. */
export const brokenLinksIn = (file: string) =>
  attributes(htmlOf(file), / href="([^"]*)"/g)
    .filter((link) => !EXTERNAL.test(link))
    .filter((link) => {
      const [path = "", heading] = link.split("#");
      const target = path === "" ? file : resolve(dirname(file), path);
      if (!existsSync(target)) return true;
      return heading !== undefined && target.endsWith(".md") && !isHeadingOf(target, heading);
    });

/** Returns the documents of the repository. */
export const documents = () =>
  DOCUMENTS.flatMap((pattern) => [...new Glob(pattern).scanSync(ROOT)]).map((path) =>
    resolve(ROOT, path),
  );

/** Run by `bun run check`. Fails if a link between the documents or to a source file is broken. */
if (import.meta.main) {
  const broken = documents().flatMap((file) =>
    brokenLinksIn(file).map((link) => `${relative(ROOT, file)}: ${link}`),
  );
  for (const line of broken) console.error(line);
  process.exit(broken.length === 0 ? 0 : 1);
}
