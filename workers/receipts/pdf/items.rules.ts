import type { ItemRow, ReceiptContent } from "#receipts/content/content.rules";
import { blockOf, type Column, lowest, type Paper, type TextBlock } from "./paper.rules";
import { type Element, elementIn } from "./structure.rules";
import { BLACK, figureColumns, HAIR, type Styles, WHOLE } from "./styles.rules";

type Items = ReceiptContent["items"];

const CELL_GAP = 20;
const CELL_WIDTH_MAX = 96;
const ROW_PADDING = 5.5;

/** Returns columns that are as wide as their widest amount; the items get the rest. */
const columnsOf = ({ columns: [, ...headings], rows }: Items, { label, strong }: Styles) => {
  const widthOf = (text: string, { face, size }: Styles["label"]) =>
    (face.typeset(text).width * size) / 1000;
  return figureColumns(
    headings.map((heading, at) => {
      const cells = rows.map(({ cells: texts }) => widthOf(texts[at] ?? "", strong));
      const widest = Math.max(widthOf(heading, label), ...cells);
      return Math.min(CELL_WIDTH_MAX, widest + CELL_GAP);
    }),
  );
};

/** Returns a column without the gap at its left side. */
const inner = (column: Column): Column =>
  column.align === "left"
    ? { ...column, width: column.width - 4 }
    : { ...column, x: column.x + CELL_GAP / 2, width: column.width - CELL_GAP / 2 };

interface RowBlocks {
  title: TextBlock;
  details: TextBlock;
  cells: TextBlock[];
}

const blocksOf = (row: ItemRow, columns: readonly Column[], styles: Styles): RowBlocks => {
  const [first, ...others] = columns.map(inner) as [Column, ...Column[]];
  return {
    title: blockOf(row.title, styles.strong, first),
    details: blockOf(row.details, styles.soft, first),
    cells: others.map((column, at) => {
      const style = at === others.length - 1 ? styles.strong : styles.text;
      return blockOf(row.cells[at] ?? "", style, column);
    }),
  };
};

const cellsHeight = ({ cells }: RowBlocks) => Math.max(...cells.map(({ height }) => height));

const rowHeight = (blocks: RowBlocks) =>
  Math.max(blocks.title.height + blocks.details.height, cellsHeight(blocks)) + 2 * ROW_PADDING;

/** Draws the table of lines. A row stays on one page if it fits there; each page repeats the head. */
export const drawItems = (paper: Paper, items: Items, styles: Styles, root: Element) => {
  const columns = columnsOf(items, styles);
  const heads = items.columns.map((heading, at) =>
    blockOf(heading, styles.label, inner(columns[at] ?? WHOLE)),
  );
  const table = elementIn(root, "Table");

  const underHead = () => {
    paper.skip(Math.max(...heads.map(({ height }) => height)) + 3);
    paper.rule(WHOLE, 0.9, BLACK);
  };
  const drawFirstHead = () => {
    const row = elementIn(table, "TR");
    for (const head of heads) paper.text(head, elementIn(row, "TH"));
    underHead();
  };
  const turn = () => {
    paper.turn();
    for (const head of heads) paper.decoration(head);
    underHead();
  };
  const drawRow = (blocks: RowBlocks) => {
    if (!paper.hasRoomFor(rowHeight(blocks))) turn();
    const row = elementIn(table, "TR");
    paper.skip(ROW_PADDING);
    const start = paper.place();
    const item = elementIn(row, "TD");
    const below = paper.text(blocks.details, item, paper.text(blocks.title, item));
    const ends = blocks.cells.map((cell) => paper.text(cell, elementIn(row, "TD"), start));
    paper.goTo(lowest([below, ...ends]));
    paper.skip(ROW_PADDING);
    paper.rule(WHOLE, 0.5, HAIR);
  };

  drawFirstHead();
  for (const row of items.rows) drawRow(blocksOf(row, columns, styles));
};
