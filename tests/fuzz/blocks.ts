import type { ProductDraft } from "./drafts";
import { headFaults } from "./faults";
import type { ExpectedVariant, Row, Sheet } from "./row";
import { rowsOf } from "./rows";
import { kept } from "./texts";

export interface ExpectedProduct {
  title: string;
  /** Known if the handle is stored unchanged. */
  slug: string | undefined;
  /** Without whitespace. */
  description: string;
  brand: string | null;
  category: string | null;
  tags: string[];
  status: "published" | "draft" | "archived";
  seoTitle: string | null;
  seoDescription: string | null;
  options: { name: string; values: string[] }[];
  variants: ExpectedVariant[];
  images: string[];
}

/** The consecutive rows of one product, and the product that the import must store. */
export interface Block {
  rows: Row[];
  product: ExpectedProduct | undefined;
  /** A later row with the same handle or slug. The report must name it. */
  straggler: Row | undefined;
}

type Head = Omit<ExpectedProduct, "options" | "variants" | "images">;

const statusOf = (draft: ProductDraft, { columns }: Sheet): Head["status"] => {
  const status = columns.has("status") ? draft.status.toLowerCase() : "";
  if (status === "draft" || status === "archived") return status;
  return columns.has("published") && draft.published === "FALSE" ? "draft" : "published";
};

const headOf = (draft: ProductDraft, title: string, handle: string, sheet: Sheet): Head => {
  const text = (column: "vendor" | "type" | "seoTitle" | "seoDescription") =>
    (sheet.columns.has(column) && kept(draft[column])) || null;
  return {
    title: kept(title),
    slug: sheet.hasHandles && /^[a-z-]*-\d+$/.test(handle) ? handle : undefined,
    description: sheet.columns.has("description") ? draft.description.letters : "",
    brand: text("vendor"),
    category: text("type"),
    tags: sheet.columns.has("tags") ? draft.tags : [],
    status: statusOf(draft, sheet),
    seoTitle: text("seoTitle"),
    seoDescription: text("seoDescription"),
  };
};

const headCells = (draft: ProductDraft, title: string): Row["cells"] => ({
  title,
  description: draft.description.html,
  vendor: draft.vendor,
  type: draft.type,
  tags: draft.tags.join(", "),
  status: draft.status,
  published: draft.published,
  seoTitle: draft.seoTitle,
  seoDescription: draft.seoDescription,
});

const optionsOf = (variants: readonly ExpectedVariant[]) => {
  const values = new Map<string, Set<string>>();
  for (const [name, value] of variants.flatMap(({ options }) => options)) {
    values.set(name, (values.get(name) ?? new Set()).add(value));
  }
  return [...values].map(([name, all]) => ({ name, values: [...all] }));
};

/** Returns the product that the rows describe, or undefined if they describe none. */
const productOf = (head: Head, rows: readonly Row[], { columns }: Sheet) => {
  const variants = rows.flatMap(({ variant }) => variant ?? []);
  const isLost = rows[0]?.damage !== undefined || variants.length === 0 || !columns.has("price");
  if (isLost) return undefined;
  const images = rows.flatMap(({ image }) => image ?? []);
  const sorted = columns.has("imagePosition")
    ? images.toSorted((a, b) => a.position - b.position)
    : images;
  return { ...head, options: optionsOf(variants), variants, images: sorted.map(({ url }) => url) };
};

/** Returns the row, which is lost if the file's encoding makes it unreadable. */
const legible = (row: Row, { columns, isAsciiOnly }: Sheet): Row => {
  const written = [...columns].map((column) => row.cells[column] ?? "").join("");
  if (!isAsciiOnly || /^[\0-\x7f]*$/.test(written)) return row;
  return { cells: row.cells, damage: "encoding", isReported: true };
};

/**
 * Returns a product with its rows in the file.
 * @param serial a number that no other product of the file has; title and handle end in it
 */
export const blockOf = (draft: ProductDraft, serial: number, sheet: Sheet): Block => {
  const title = `${draft.title} ${serial}`;
  const handle = sheet.hasHandles ? `${draft.handle}-${serial}` : "";
  const fault = draft.fault && headFaults[draft.fault.name];
  const isFaulty = fault !== undefined && sheet.columns.has(fault.column);
  const faulty = isFaulty ? { [fault.column]: fault.text } : {};

  const rows = rowsOf(draft, serial, sheet).map((row, index) => {
    const head = index === 0 ? { ...headCells(draft, title), ...faulty } : {};
    return legible({ ...row, cells: { ...head, ...row.cells, handle } }, sheet);
  });
  const head = headOf(draft, title, handle, sheet);
  const product = isFaulty ? undefined : productOf(head, rows, sheet);
  const again = draft.straggler === "same handle" ? handle : handle.replaceAll("-", " ");
  const cells = { handle: again, title, price: "1", sku: "LATE" };
  return {
    rows: product ? rows : rows.map((row) => ({ ...row, isReported: true })),
    product,
    straggler:
      product && draft.straggler && sheet.hasHandles ? { cells, isReported: true } : undefined,
  };
};
