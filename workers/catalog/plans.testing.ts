import type { Plan } from "#cloud/libsql";
import {
  growingSteps as growing,
  type PlanException,
  requireIndexesOf,
  STEP,
} from "#db/plans.testing";

const { SCAN, SORT } = STEP;

const EXCEPTIONS: readonly PlanException[] = [
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
  {
    text: /related as materialized/,
    step: SORT,
    because: "at most 1,012 products near one product",
  },
  // A report of staff, which reads what it counts.
  { text: /from "search_queries"/, step: SORT, because: "the queries of the requested days" },
  // The database's own search, which looks at 2,000 products at most.
  { text: /with found as materialized/, step: SORT, because: "what a search found" },
  { text: /bm25\(.* limit /s, step: SORT, because: "what a suggestion found" },
  // A list with values of facets, whose other part reads an index in order (faceted-list.test.ts).
  {
    text: /with rarest as materialized/,
    step: SORT,
    because: "at most 500 products with a value, and a page",
  },
  // A page of an index, from its beginning.
  { text: /"media".* limit /s, step: /media_newest/, because: "a page of pictures" },
  { text: /"collections".* limit /s, step: /collections_shown/, because: "a page of collections" },
  { text: /"variants".* limit /s, step: /variants_unopened/, because: "variants without stock" },
  // Tables of staff, which are read as a whole and kept or shown as a whole.
  { text: /from "category_tree"/, step: SCAN, because: "one row" },
  { text: /with keys as materialized/, step: /^SCAN m /, because: "the markets of the shop" },
  { text: /insert into "price_refreshes"/, step: /^SCAN m /, because: "the markets of the shop" },
  { text: /from "categories"/, step: SCAN, because: "the tree" },
  { text: /from "category_redirects"/, step: SCAN, because: "names, kept for 30 seconds" },
  { text: /from "collections"/, step: SCAN, because: "names or their number, at most 1,000" },
  { text: /from "collection_redirects"/, step: SCAN, because: "names, kept for 30 seconds" },
  { text: /from "attribute_definitions"/, step: SCAN, because: "at most some hundred" },
  { text: /from "search_rules"/, step: /SCAN|ORDER BY/, because: "at most some hundred" },
];

/** Returns the steps of a plan of the catalog whose cost grows with a table, except those of the list. */
export const growingSteps = (plan: Plan) => growing(plan, EXCEPTIONS);

/** Fails if a statement that the catalog Worker has sent to a database reads a whole table, or sorts its rows. */
export const requireIndexes = (cloudUrl: string) =>
  requireIndexesOf({ cloudUrl, name: "catalog", exceptions: EXCEPTIONS });
