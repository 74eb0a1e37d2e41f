import type { Entry, ReceiptContent } from "#receipts/content/content.rules";
import { blockOf, type Column, lowest, type Paper, type TextBlock } from "./paper.rules";
import { type Element, elementIn } from "./structure.rules";
import { BLACK, equalColumns, HAIR, type Styles, WHOLE } from "./styles.rules";

const COLUMN_GAP = 24;

/** Draws blocks one below the other from the current place, and returns the place below them. */
const stacked = (paper: Paper, blocks: readonly (readonly [TextBlock, Element])[]) =>
  blocks.reduce((place, [block, element]) => paper.text(block, element, place), paper.place());

/** Draws the seller at the left and the kind of document at the right. */
export const drawHead = (
  paper: Paper,
  { heading, seller }: ReceiptContent,
  styles: Styles,
  root: Element,
) => {
  const [left, right] = equalColumns(2, COLUMN_GAP) as [Column, Column];
  const title = blockOf(heading, styles.heading, { ...right, align: "right" });
  const below = stacked(paper, [[title, elementIn(root, "H1")]]);
  const address = elementIn(root, "P");
  const end = stacked(paper, [
    [blockOf(seller.name, styles.name, left), address],
    ...seller.lines.map((line) => [blockOf(line, styles.soft, left), address] as const),
  ]);
  paper.goTo(lowest([below, end]));
  paper.skip(18);
};

/** Draws numbers and dates side by side between two lines. */
export const drawFacts = (paper: Paper, facts: readonly Entry[], styles: Styles, root: Element) => {
  paper.rule(WHOLE, 1.4, BLACK);
  paper.skip(9);
  const columns = equalColumns(facts.length, 12);
  const ends = facts.map(({ label, value }, at) => {
    const column = columns[at] ?? WHOLE;
    const element = elementIn(root, "P");
    return stacked(paper, [
      [blockOf(label, styles.label, column), element],
      [blockOf(value, styles.strong, column), element],
    ]);
  });
  paper.goTo(lowest(ends));
  paper.skip(9);
  paper.rule(WHOLE, 0.5, HAIR);
  paper.skip(14);
};

/** Draws buyer and recipient side by side. */
export const drawParties = (
  paper: Paper,
  parties: ReceiptContent["parties"],
  styles: Styles,
  root: Element,
) => {
  const columns = equalColumns(2, COLUMN_GAP);
  const ends = parties.map(({ label, lines: [name = "", ...lines] }, at) => {
    const column = columns[at] ?? WHOLE;
    const heading = elementIn(root, "H2");
    const address = elementIn(root, "P");
    return stacked(paper, [
      [blockOf(label, styles.label, column), heading],
      [blockOf(name, styles.strong, column), address],
      ...lines.map((line) => [blockOf(line, styles.text, column), address] as const),
    ]);
  });
  paper.goTo(lowest([paper.place(), ...ends]));
  paper.skip(parties.length > 0 ? 20 : 4);
};
