import fc from "fast-check";
import { type Block, blockOf, type ExpectedProduct } from "./blocks";
import type { Column } from "./columns";
import { type ProductDraft, productDraft } from "./drafts";
import { absentLater, type Encoding, type Layout, layout, optionsIn } from "./layout";
import { encoded, type Lines, written } from "./writing";

/** The expected result of an import, known from how the file was generated, not from reading it. */
export interface Expectation {
  /** Whether the file may, must or must not be refused as a whole. */
  refusal: "never" | "possible" | "always";
  products: ExpectedProduct[];
  /** Lines that the report must name, and others that it may name. */
  reported: Lines[];
  reportable: number[];
}

export interface ProductFile {
  text: string;
  bytes: Uint8Array;
  currency: string;
  /** The body arrives in pieces of this many bytes. */
  chunkBytes: number;
  /** The faults of variants' rows, as `allFaults` names them. */
  faults: string[];
  expected: Expectation;
  /**
   * The same products with fewer columns, if they have no fault. Its import must change nothing.
   */
  fewer: Uint8Array | undefined;
}

/** Returns whether the file may be refused as a whole, because even its header is unreadable. */
const refusalOf = ({ encoding, delimiter }: Layout): Expectation["refusal"] =>
  encoding === "utf-16le" || delimiter !== "," ? "possible" : "never";

/**
 * Returns the products as a file without some of the columns, or undefined if that loses rows or
 * products.
 */
const fewerOf = (blocks: readonly Block[], layout: Layout, absent: readonly Column[]) => {
  const { reported, reportable } = written(blocks, layout);
  if (reported.length + reportable.length > 0 || !layout.columns.includes("handle"))
    return undefined;
  const columns = layout.columns.filter((column) => !absent.includes(column));
  return encoded(written(blocks, { ...layout, columns }).text, layout);
};

const fileOf = (
  layout: Layout,
  drafts: readonly ProductDraft[],
  absent: readonly Column[],
): ProductFile => {
  const { columns, currency, chunkBytes } = layout;
  const sheet = {
    columns: new Set(columns),
    currency,
    options: optionsIn(columns),
    hasHandles: columns.includes("handle"),
    isAsciiOnly: layout.encoding === "windows-1252",
  };
  const blocks = drafts.map((draft, index) => blockOf(draft, index + 1, sheet));
  const { text, reported, reportable } = written(blocks, layout);
  return {
    text,
    bytes: encoded(text, layout),
    currency,
    chunkBytes,
    expected: {
      refusal: refusalOf(layout),
      products: blocks.flatMap(({ product }) => product ?? []),
      reported,
      reportable,
    },
    faults: blocks.flatMap(({ rows }) => rows.flatMap(({ fault }) => fault ?? [])),
    fewer: fewerOf(blocks, layout, absent),
  };
};

const filesIn = (encoding: Encoding) => {
  const draft = productDraft(encoding === "utf-8" ? "any" : "western");
  const drafts = fc.oneof(
    { weight: 100, arbitrary: fc.array(draft, { maxLength: 6 }) },
    { weight: 1, arbitrary: fc.array(draft, { minLength: 101, maxLength: 130 }) },
  );
  return fc
    .tuple(layout(encoding), drafts, absentLater)
    .map(([form, all, absent]) => fileOf(form, all, absent));
};

const NO_PRODUCT_FILES = [
  ...["", "\n", "\ufeff", "a,b\n1,2\n", '"', "{}", '{"Title": "Mug"}\n'],
  ...["<!DOCTYPE html>\n<title>Mug</title>\n", "\0\0\0", "PK\u0003\u0004", ",,,\n,,,\n"],
];

const noProductFile: fc.Arbitrary<ProductFile> = fc
  .constantFrom(...NO_PRODUCT_FILES)
  .map((text) => ({
    text,
    bytes: new TextEncoder().encode(text),
    currency: "EUR",
    chunkBytes: 7,
    expected: { refusal: "always", products: [], reported: [], reportable: [] },
    faults: [],
    fewer: undefined,
  }));

/** Generates files as shops send them, each with the expected result. */
export const productFile: fc.Arbitrary<ProductFile> = fc.oneof(
  { weight: 90, arbitrary: filesIn("utf-8") },
  { weight: 4, arbitrary: filesIn("windows-1252") },
  { weight: 2, arbitrary: filesIn("utf-16le") },
  { weight: 4, arbitrary: noProductFile },
);
