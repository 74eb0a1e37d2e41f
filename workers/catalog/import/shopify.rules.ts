import { plainText } from "#catalog/descriptions/plain-text.rules";
import { safeHtml } from "#catalog/descriptions/safe-html.rules";
import type { CsvRow } from "#catalog/import/csv.rules";
import { type ImportedProduct, LEFT_OUT } from "#catalog/import/imported.rules";
import { keptOfProduct } from "#catalog/import/kept-cells.rules";
import type { ProductRows } from "#catalog/import/product-rows.rules";
import {
  addressIn,
  attempt,
  filledIn,
  oneOfIn,
  optionalIn,
  type ReportError,
  refuse,
  textIn,
  wholeIn,
} from "#catalog/import/shopify.cells.rules";
import { nameIn } from "#catalog/import/shopify.columns.rules";
import {
  optionsIn,
  shownOptions,
  variantRowsOf,
  variantsOf,
} from "#catalog/import/shopify.variants.rules";
import { slugOf } from "#catalog/products/slug.rules";
import type { Media } from "#contract/catalog";

/** https://help.shopify.com/en/manual/products/product-media/product-media-types */
const IMAGES_MAX = 250;
/** More than the 512 of Shopify's editor, because files contain longer ones. */
const ALT_CHARS_MAX = 1024;
/** https://shopify.dev/changelog/product-tags-now-have-a-limit-of-250-per-product */
const TAGS_MAX = 250;
const TAG_CHARS_MAX = 255;
/** Titles, vendors and types, which Shopify keeps in one line. */
const LINE_CHARS_MAX = 255;
/** Shopify accepts 512 KiB of HTML. */
const BODY_CHARS_MAX = 512 * 1024;
/** https://shopify.dev/docs/apps/build/metafields/metafield-limits: Shopify keeps these as metafields. */
const METAFIELD_CHARS_MAX = 65_536;

interface Reading {
  currency: string;
  reportError: ReportError;
}

const ATTRIBUTES = ["gender", "ageGroup", "condition", "mpn"] as const;

const imageOf = (row: CsvRow, title: string, order: number) => {
  const url = addressIn(row, "image");
  if (!url) return undefined;
  const position = wholeIn(row, "imagePosition", Number.MAX_SAFE_INTEGER) || order + 1;
  const alt = textIn(row, "imageAlt", ALT_CHARS_MAX) || title;
  return { position, media: { url, alt, width: null, height: null } };
};

const mediaOf = (
  rows: readonly CsvRow[],
  { title, reportError }: { title: string; reportError: ReportError },
): Media[] | undefined => {
  const [first] = rows;
  if (!first || !nameIn(first, "image")) return undefined;
  const urls = new Set<string>();
  const images = rows.flatMap((row, order) => {
    const image = attempt(row, reportError, () => {
      const read = imageOf(row, title, order);
      if (!read || urls.has(read.media.url)) return undefined;
      if (urls.size === IMAGES_MAX) refuse(`a product has at most ${IMAGES_MAX} images`);
      urls.add(read.media.url);
      return read;
    });
    return image ? [image] : [];
  });
  return images.toSorted((a, b) => a.position - b.position).map(({ media }) => media);
};

const tagsOf = (first: CsvRow): string[] | undefined => {
  const cell = textIn(first, "tags", TAGS_MAX * (TAG_CHARS_MAX + 2));
  if (cell === undefined) return undefined;
  const tags = cell.split(",").map((tag) => tag.trim());
  const byKey = new Map(tags.filter((tag) => tag !== "").map((tag) => [tag.toLowerCase(), tag]));
  if (byKey.size > TAGS_MAX) refuse(`a product has at most ${TAGS_MAX} tags`);
  const longest = Math.max(0, ...tags.map((tag) => [...tag].length));
  if (longest > TAG_CHARS_MAX) refuse(`a tag is longer than ${TAG_CHARS_MAX} characters`);
  return [...byKey.values()];
};

/** Imports an unlisted product as a draft, because the catalog lists every product that it shows. */
const statusOf = (first: CsvRow): ImportedProduct["status"] => {
  const status = oneOfIn(first, "status", ["active", "draft", "archived", "unlisted"]);
  const published = oneOfIn(first, "published", ["true", "false"]);
  if (status === undefined && published === undefined) return undefined;
  if (status === "archived") return "archived";
  return (status ?? "active") === "active" && published !== "false" ? "published" : "draft";
};

const categoryOf = (first: CsvRow): ImportedProduct["category"] => {
  const name = textIn(first, "type", LINE_CHARS_MAX);
  if (name === undefined) return undefined;
  const slug = slugOf(name);
  return slug === "" ? null : { slug, name };
};

const descriptionOf = (first: CsvRow) => {
  const html = textIn(first, "description", BODY_CHARS_MAX);
  if (html === undefined) return { description: undefined, descriptionHtml: undefined };
  const descriptionHtml = safeHtml(html);
  return { description: plainText(descriptionHtml), descriptionHtml };
};

const attributesOf = (first: CsvRow): ImportedProduct["attributes"] =>
  Object.fromEntries(
    ATTRIBUTES.flatMap((name) => {
      const text = optionalIn(first, name, METAFIELD_CHARS_MAX);
      return text === undefined ? [] : [[name, text]];
    }),
  );

/** Returns the fields that only the first row has. */
const headOf = (first: CsvRow) => ({
  title: filledIn(first, "title", LINE_CHARS_MAX),
  ...descriptionOf(first),
  brand: optionalIn(first, "vendor", LINE_CHARS_MAX),
  category: categoryOf(first),
  tags: tagsOf(first),
  status: statusOf(first),
  attributes: attributesOf(first),
  kept: keptOfProduct(first),
  seoTitle: optionalIn(first, "seoTitle", METAFIELD_CHARS_MAX),
  seoDescription: optionalIn(first, "seoDescription", METAFIELD_CHARS_MAX),
});

/** Returns the product of the rows, or undefined if the first row or every variant row is malformed. */
const read = (
  rows: ProductRows["rows"],
  { currency, reportError }: Reading,
): Omit<ImportedProduct, "slug" | "line" | "lines" | "complete"> | undefined => {
  const [first] = rows;
  const variantRows = variantRowsOf(rows);
  const head = attempt(first, reportError, () => ({
    ...headOf(first),
    options: optionsIn(first, variantRows),
  }));
  if (!head) return undefined;
  const variants = variantsOf(variantRows, {
    ...{ options: head.options, firstLine: first.line },
    ...{ currency, reportError },
  });
  if (variants.length === 0 && variantRows.length > 0) return undefined;
  const options = shownOptions(head.options, variants);
  const media = mediaOf(rows, { title: head.title ?? "", reportError });
  return { ...head, options, media, variants };
};

/**
 * Returns the product of the rows of one handle. Reports and leaves out malformed rows. If the first
 * row or every variant row is malformed, reports every row and returns undefined.
 */
export const productOf = (
  { slug, rows, intact }: ProductRows,
  { currency, reportError }: Reading,
): ImportedProduct | undefined => {
  const reported = new Set<number>();
  const report: ReportError = (error) => {
    reported.add(error.line);
    reportError(error);
  };
  const product = read(rows, { currency, reportError: report });
  const lines = rows.map(({ line }) => line).filter((line) => !reported.has(line));
  if (product) {
    return { slug, line: rows[0].line, lines, ...product, complete: intact && reported.size === 0 };
  }
  for (const line of lines) report({ line, message: LEFT_OUT });
  return undefined;
};
