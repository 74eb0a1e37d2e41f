import type { Media } from "#contract/catalog";
import { slugOf } from "#db/catalog/key";
import type { CsvRow } from "./csv";
import type { ImportedProduct, ImportedVariant } from "./imported";
import { plainText } from "./plain-text";
import type { ProductRows } from "./product-rows";
import {
  addressIn,
  attempt,
  type Complain,
  oneOfIn,
  priceIn,
  refuse,
  requiredIn,
  slugIn,
  textIn,
  unitsIn,
} from "./shopify.cells";

/** https://help.shopify.com/en/manual/products/import-export/using-csv */
export const REQUIRED_COLUMNS = ["Handle", "Title", "Variant Price"] as const;

const VARIANTS_MAX = 2048;
const IMAGES_MAX = 250;
const TAGS_MAX = 250;
const BODY_CHARS_MAX = 100_000;
const OPTIONS = [1, 2, 3] as const;
const TRACKER = "Variant Inventory Tracker";

/** Columns that become attributes when they are filled. */
const ATTRIBUTES: Record<string, string> = {
  "Google Shopping / Gender": "gender",
  "Google Shopping / Age Group": "ageGroup",
  "Google Shopping / Condition": "condition",
  "Google Shopping / MPN": "mpn",
};

export const handleOf = (row: CsvRow, complain: Complain) =>
  attempt(row, complain, () => slugIn(row, "Handle"));

/** Any of these makes a row one of a variant; a row without them only adds an image. */
const isVariant = ({ cells }: CsvRow) =>
  ["Variant Price", "Variant SKU", "Option1 Value"].some((column) => cells[column]?.trim());

/** The names of the product's options stand on its first row; "Title" with "Default Title" is Shopify's way to say none. */
const optionNames = (first: CsvRow): { column: string; name: string }[] => {
  if (textIn(first, "Option1 Value", 255) === "Default Title") return [];
  const named = OPTIONS.map((number) => ({
    column: `Option${number} Value`,
    name: textIn(first, `Option${number} Name`, 80),
  })).filter(({ name }) => name !== "");
  if (new Set(named.map(({ name }) => name.toLowerCase())).size < named.length) {
    refuse("two options have the same name");
  }
  return named;
};

type OptionNames = ReturnType<typeof optionNames>;

/** Shopify counts the stock of a variant that names a tracker, such as "shopify". */
const trackedIn = (row: CsvRow) =>
  row.cells[TRACKER] === undefined ? undefined : textIn(row, TRACKER, 100) !== "";

const variantOf = (row: CsvRow, names: OptionNames, currency: string): ImportedVariant => {
  const options = Object.fromEntries(
    names.map(({ column, name }) => [name, requiredIn(row, column, 255)]),
  );
  return {
    line: row.line,
    sku: textIn(row, "Variant SKU", 100) || null,
    title: Object.values(options).join(" / ") || "Default",
    options,
    image: addressIn(row, "Variant Image"),
    policy: oneOfIn(row, "Variant Inventory Policy", ["deny", "continue"] as const),
    tracked: trackedIn(row),
    quantity: unitsIn(row, "Variant Inventory Qty"),
    priceMinor: priceIn(row, "Variant Price", currency) ?? refuse("Variant Price is missing"),
    compareAtMinor: priceIn(row, "Variant Compare At Price", currency) ?? null,
  };
};

const variantsOf = (
  rows: readonly CsvRow[],
  names: OptionNames,
  currency: string,
  complain: Complain,
) => {
  const seen = new Map<string, number>();
  return rows.filter(isVariant).flatMap((row) => {
    const variant = attempt(row, complain, () => {
      const read = variantOf(row, names, currency);
      const key = (read.title ?? "").toLowerCase();
      const before = seen.get(key);
      if (before !== undefined) refuse(`has the same options as line ${before}`);
      if (seen.size === VARIANTS_MAX) refuse(`a product has at most ${VARIANTS_MAX} variants`);
      seen.set(key, row.line);
      return read;
    });
    return variant ? [variant] : [];
  });
};

const imageOf = (row: CsvRow, title: string, order: number) => {
  const url = addressIn(row, "Image Src");
  if (url === null) return undefined;
  const position = Number(textIn(row, "Image Position", 10)) || order + 1;
  const alt = textIn(row, "Image Alt Text", 500) || title;
  return { position, media: { url, alt, width: null, height: null } };
};

const mediaOf = (rows: readonly CsvRow[], title: string, complain: Complain): Media[] => {
  const images = rows.flatMap((row, order) => {
    const image = attempt(row, complain, () => imageOf(row, title, order));
    return image ? [image] : [];
  });
  const sorted = images.toSorted((a, b) => a.position - b.position).map(({ media }) => media);
  return [...new Map(sorted.map((media) => [media.url, media])).values()].slice(0, IMAGES_MAX);
};

const tagsOf = (first: CsvRow) => {
  const tags = textIn(first, "Tags", 20_000)
    .split(",")
    .map((tag) => tag.trim());
  const known = new Map(tags.filter((tag) => tag !== "").map((tag) => [tag.toLowerCase(), tag]));
  if (known.size > TAGS_MAX) refuse(`a product has at most ${TAGS_MAX} tags`);
  return [...known.values()];
};

const statusOf = (first: CsvRow): ImportedProduct["status"] => {
  const status = oneOfIn(first, "Status", ["active", "draft", "archived"]);
  if (status !== "active") return status;
  return oneOfIn(first, "Published", ["true", "false"]) === "true" ? "published" : "draft";
};

const categoryOf = (first: CsvRow) => {
  const name = textIn(first, "Type", 200);
  const slug = slugOf(name);
  return slug === "" ? null : { slug, name };
};

/** What stands on the first row alone. */
const headOf = (first: CsvRow) => ({
  title: requiredIn(first, "Title", 255),
  description: plainText(textIn(first, "Body (HTML)", BODY_CHARS_MAX)),
  brand: textIn(first, "Vendor", 100) || null,
  category: categoryOf(first),
  tags: tagsOf(first),
  status: statusOf(first),
  attributes: Object.fromEntries(
    Object.entries(ATTRIBUTES)
      .map(([column, name]) => [name, textIn(first, column, 200)] as const)
      .filter(([, text]) => text !== ""),
  ),
  seoTitle: textIn(first, "SEO Title", 255) || null,
  seoDescription: textIn(first, "SEO Description", 1000) || null,
  names: optionNames(first),
});

/**
 * The product of the rows of one handle. A malformed row is left out and told; without a readable
 * first row, or without any variant, there is no product.
 */
export const productOf = (
  { slug, rows, intact }: ProductRows,
  currency: string,
  tell: Complain,
): ImportedProduct | undefined => {
  let complete = intact;
  const complain: Complain = (error) => {
    complete = false;
    tell(error);
  };
  const [first] = rows;
  const head = attempt(first, complain, () => headOf(first));
  if (!head) return undefined;
  const { names, ...rest } = head;
  const variants = variantsOf(rows, names, currency, complain);
  if (variants.length === 0) {
    if (!rows.some(isVariant)) {
      complain({ line: first.line, message: "has no variant with a price" });
    }
    return undefined;
  }
  const options = names.map(({ name }) => ({
    name,
    values: [...new Set(variants.map((variant) => variant.options?.[name] ?? ""))],
  }));
  const media = mediaOf(rows, head.title, complain);
  return { slug, line: first.line, ...rest, options, media, variants, complete };
};
