import { afterAll, expect, test } from "bun:test";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, relative } from "node:path";
import { ROOT } from "#dev/install";
import { brokenLinksIn, documents } from "./links";

const folder = mkdtempSync(join(tmpdir(), "bodega-links-"));
afterAll(() => rmSync(folder, { recursive: true }));
const write = (name: string, text: string) => {
  const file = join(folder, name);
  writeFileSync(file, text);
  return file;
};

test("names the links that lead to no file or heading", () => {
  write("other.md", "# The `other` one\n");
  const file = write(
    "page.md",
    `# Page

[same](#page) [other](other.md#the-other-one) [folder](.) [outside](https://example.com/x#y)
[a](gone.md) [b](#gone) [c](other.md#gone) \`[d](gone.ts)\`
`,
  );
  expect(brokenLinksIn(file)).toEqual(["gone.md", "#gone", "other.md#gone"]);
});

test("finds the documents in every folder", () => {
  const paths = documents().map((file) => relative(ROOT, file));
  expect(paths).toContain("README.md");
  expect(paths).toContain("docs/architecture.md");
  expect(paths).toContain("docs/decisions/README.md");
});
