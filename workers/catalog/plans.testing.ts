import type { Plan } from "#cloud/libsql";

const SCAN = /^SCAN (\w+)(?! VIRTUAL)/;
const SORT = /^USE TEMP B-TREE FOR (ORDER BY|GROUP BY|DISTINCT)/;

/** A statement that may scan or sort, by a part of its text, because of what it reads. */
interface Exception {
  text: RegExp;
  step: RegExp;
  because: string;
}

const EXCEPTIONS: readonly Exception[] = [
  // Rows of the products that the caller names, at most some hundred.
  { text: /facts as materialized/, step: SORT, because: "the facts of the named products" },
  { text: /with\s+priced as/, step: SORT, because: "the prices of the named products" },
  {
    text: /insert into "product_media"/,
    step: SORT,
    because: "the pictures of the named products",
  },
  { text: /'titleKey', p\.title_key/, step: SORT, because: "the attributes of one product" },
  {
    text: /from json_each\(\?\) imported/,
    step: SORT,
    because: "the categories and pictures of each product of a part of a file",
  },
  { text: /from json_each\(\?\) named/, step: SORT, because: "the ids that the caller names" },
  {
    text: /p\.kept_cells\) cell/,
    step: /^SCAN [pv]|ORDER BY/,
    because: "the names of all columns, once for an export, which reads all products",
  },
  // A page of an index, from its beginning.
  { text: /"media".* limit /s, step: /media_newest/, because: "a page of pictures" },
  { text: /"collections".* limit /s, step: /collections_shown/, because: "a page of collections" },
  { text: /"variants".* limit /s, step: /variants_unopened/, because: "variants without stock" },
  // Tables of staff, which are read as a whole and kept or shown as a whole.
  { text: /from "category_tree"/, step: SCAN, because: "one row" },
  { text: /from "categories"/, step: SCAN, because: "the tree" },
  { text: /from "category_redirects"/, step: SCAN, because: "names, kept for 30 seconds" },
  { text: /from "collections"/, step: SCAN, because: "names or their number, at most 1,000" },
  { text: /from "collection_redirects"/, step: SCAN, because: "names, kept for 30 seconds" },
  { text: /from "attribute_definitions"/, step: SCAN, because: "at most some hundred" },
  { text: /from "search_rules"/, step: /SCAN|ORDER BY/, because: "at most some hundred" },
];

/** Returns whether a name stands for a table in a statement, and not for a list or a part of the statement. */
const isTable = (name: string, sql: string) =>
  new RegExp(`"\\w+" (as )?"?${name}\\b`, "i").test(sql) || sql.includes(`"${name}"`);

const growsWithTable = (step: string, sql: string) => {
  const [, scanned] = SCAN.exec(step) ?? [];
  return SORT.test(step) || (scanned !== undefined && isTable(scanned, sql));
};

/** Returns the steps of a plan whose cost grows with a table, except those of the list. */
export const growingSteps = ({ sql, steps }: Plan): string[] =>
  steps.filter(
    (step) =>
      growsWithTable(step, sql) &&
      !EXCEPTIONS.some((exception) => exception.text.test(sql) && exception.step.test(step)),
  );

/**
 * Fails if a statement that the catalog Worker has sent to a database scans a table that grows, or sorts its rows.
 * Each suite of the catalog ends with it, so that it holds for all statements.
 */
export const requireIndexes = async (cloudUrl: string) => {
  const answer = await fetch(`${cloudUrl}/_dev/plans/catalog`);
  const { plans } = (await answer.json()) as { plans: Plan[] };
  const found = plans.flatMap((plan) =>
    growingSteps(plan).map((step) => `${step}: ${plan.sql.replace(/\s+/g, " ")}`),
  );
  if (found.length > 0)
    throw new Error(`Statements without an index (plans.testing.ts):\n${found.join("\n")}`);
};
