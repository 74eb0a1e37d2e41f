import { describe, expect, test } from "bun:test";
import { resolve } from "node:path";
import { getTableName, isTable } from "drizzle-orm";
import { parseSync, Visitor } from "oxc-parser";
import { files, ROOT, read } from "./sources";

const schemas: Record<string, unknown>[] = await Promise.all(
  files("db/*/*schema.ts").map((path) => import(resolve(ROOT, path))),
);
const TABLES = schemas
  .flatMap((schema) => Object.values(schema))
  .filter((value) => isTable(value))
  .map(getTableName);

const NAMED = new RegExp(
  `\\b(?:from|join|into|update)\\s+"?(?:${TABLES.join("|")})\\b|\\b(?:${TABLES.join("|")})\\.`,
  "i",
);

/** Returns the text of each `sql` template, without its values. */
const templatesOf = (source: string): string[] => {
  const texts: string[] = [];
  new Visitor({
    TaggedTemplateExpression({ tag, quasi }) {
      if (tag.type === "Identifier" && tag.name === "sql")
        texts.push(quasi.quasis.map(({ value }) => value.raw).join("?"));
    },
    CallExpression({ callee, start, end }) {
      if (source.slice(callee.start, callee.end) === "sql.raw")
        texts.push(source.slice(start, end));
    },
  }).visit(parseSync("sql.ts", source).program);
  return texts;
};

const namedIn = (source: string) => templatesOf(source).flatMap((text) => NAMED.exec(text) ?? []);

describe("SQL", () => {
  test("finds a table that is named in a statement", () => {
    const found = [
      "sql`select 1 from orders where units > 0`",
      "sql`select 1 where stock.variant_id is null`",
      'sql.raw("update orders set units = 1")',
      "sql`select id, units where units > 0`",
    ].map((source) => namedIn(source)[0]);
    expect(found).toEqual(["from orders", "stock.", "update orders", undefined]);
  });

  test("Workers open no interactive transaction, which holds the write lock during other calls", () => {
    const wrong = files("{workers,db}/**/*.ts").filter((path) =>
      /\.transaction\(/.test(read(path)),
    );
    expect(wrong).toEqual([]);
  });

  test("statements of Workers name tables by the objects of the schema", () => {
    const wrong = files("workers/**/*.ts")
      .filter((path) => !path.endsWith(".test.ts"))
      .map((path) => ({ path, named: namedIn(read(path)) }))
      .filter(({ named }) => named.length > 0);
    expect(wrong).toEqual([]);
  });
});
