import type { Entry, FigureTable, ReceiptContent } from "#receipts/content/content.rules";
import {
  blockOf,
  CONTENT_WIDTH,
  type Column,
  lowest,
  MARGIN,
  type Paper,
  type TextBlock,
} from "./paper.rules";
import { type Element, elementIn } from "./structure.rules";
import { BLACK, figureColumns, HAIR, type Styles, WHOLE } from "./styles.rules";

const WIDTH = 236;
const AMOUNT_WIDTH = 104;
const PADDING = 8;
const X = MARGIN.side + CONTENT_WIDTH - WIDTH;
const BOX = { x: X, width: WIDTH };

const pairOf = (indent = 0): [Column, Column] => [
  { x: X + indent, width: WIDTH - AMOUNT_WIDTH - indent, align: "left" },
  { x: X + WIDTH - AMOUNT_WIDTH, width: AMOUNT_WIDTH - indent, align: "right" },
];

/** The label and the amount of a row of the totals. */
interface SumStyles {
  label: Styles["text"];
  amount: Styles["text"];
  indent?: number;
}

const sumBlocks = ({ label, value }: Entry, { label: left, amount, indent }: SumStyles) => {
  const [labels, amounts] = pairOf(indent);
  const blocks = [blockOf(label, left, labels), blockOf(value, amount, amounts)] as const;
  return { blocks, height: Math.max(...blocks.map(({ height }) => height)) };
};
type SumBlocks = ReturnType<typeof sumBlocks>;

const drawSum = (paper: Paper, { blocks }: SumBlocks, table: Element) => {
  const row = elementIn(table, "TR");
  paper.goTo(lowest(blocks.map((block) => paper.text(block, elementIn(row, "TD")))));
};

/** Draws the amounts that lead to the total, the total and the balance, all on one page. */
export const drawTotals = (
  paper: Paper,
  { totals, total, taxNote, balance }: ReceiptContent,
  styles: Styles,
  root: Element,
) => {
  const parts = totals.map((entry) =>
    sumBlocks(entry, { label: styles.muted, amount: styles.text }),
  );
  const sum = sumBlocks(total, { label: styles.total, amount: styles.total });
  const note = blockOf(taxNote, styles.soft, { ...BOX, align: "right" });
  const strong = { label: styles.strong, amount: styles.strong, indent: PADDING };
  const due = balance && sumBlocks(balance, strong);
  const height = parts.reduce((all, part) => all + part.height + 3, sum.height + note.height + 30);
  if (!paper.hasRoomFor(height + (due ? due.height + 2 * PADDING : 0))) paper.turn();

  const table = elementIn(root, "Table");
  paper.skip(10);
  for (const part of parts) {
    drawSum(paper, part, table);
    paper.skip(3);
  }
  paper.skip(4);
  paper.rule(BOX, 1.4, BLACK);
  paper.skip(6);
  drawSum(paper, sum, table);
  if (note.height > 0) paper.goTo(paper.text(note, elementIn(root, "P")));
  if (!due) return;
  paper.skip(8);
  paper.box(BOX, due.height + PADDING, 0.965);
  paper.skip(PADDING / 2);
  drawSum(paper, due, elementIn(root, "Table"));
  paper.skip(PADDING / 2);
};

const SECTION_GAP = 24;
const HEADING_GAP = 4;
const COLUMN_WIDTH = 104;
const ROW_PADDING = 3.5;

/** The cells of a row of figures. */
interface FigureRow {
  blocks: TextBlock[];
  height: number;
  role: "TH" | "TD";
}

const figureRows = ({ columns: headings, rows }: FigureTable, styles: Styles): FigureRow[] => {
  const columns = figureColumns(Array((rows[0]?.length ?? 1) - 1).fill(COLUMN_WIDTH));
  const rowOf = (texts: readonly string[], role: FigureRow["role"]): FigureRow => {
    const style = role === "TH" ? styles.label : styles.text;
    const blocks = texts.map((text, at) => blockOf(text, style, columns[at] ?? WHOLE));
    return { blocks, role, height: Math.max(...blocks.map(({ height }) => height)) };
  };
  const head = headings.length > 0 ? [rowOf(headings, "TH")] : [];
  return [...head, ...rows.map((row) => rowOf(row, "TD"))];
};

const heightOf = ({ height }: FigureRow) => height + 2 * ROW_PADDING;

const drawRow = (paper: Paper, row: FigureRow, table: Element) => {
  if (!paper.hasRoomFor(heightOf(row))) paper.turn();
  const element = elementIn(table, "TR");
  paper.skip(ROW_PADDING);
  paper.goTo(lowest(row.blocks.map((block) => paper.text(block, elementIn(element, row.role)))));
  paper.skip(ROW_PADDING);
  paper.rule(WHOLE, 0.5, HAIR);
};

/** Draws a table of figures below its heading, which does not stand alone at the end of a page. */
export const drawFigures = (
  paper: Paper,
  figures: FigureTable | undefined,
  styles: Styles,
  root: Element,
) => {
  if (!figures) return;
  const title = blockOf(figures.heading, styles.strong, WHOLE);
  const rows = figureRows(figures, styles);
  const first = rows.slice(0, 2).reduce((sum, row) => sum + heightOf(row), title.height);
  if (paper.hasRoomFor(SECTION_GAP + HEADING_GAP + first)) paper.skip(SECTION_GAP);
  else paper.turn();
  paper.goTo(paper.text(title, elementIn(root, "H2")));
  paper.skip(HEADING_GAP);
  paper.rule(WHOLE, 0.9, BLACK);
  const table = elementIn(root, "Table");
  for (const row of rows) drawRow(paper, row, table);
};
