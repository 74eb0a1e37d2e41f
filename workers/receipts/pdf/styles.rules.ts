import { CONTENT_WIDTH, type Column, MARGIN, type TextStyle, type Typeface } from "./paper.rules";

export interface Faces {
  regular: Typeface;
  bold: Typeface;
}

const INK = 0.1;
const SOFT = 0.35;
/** The grey of lines between rows. */
export const HAIR = 0.88;
export const BLACK = INK;

/** Returns the styles of a receipt; sizes are in points. */
export const stylesOf = ({ regular, bold }: Faces) => {
  const style = (face: Typeface, size: number, leading: number, grey: number): TextStyle => ({
    face,
    size,
    leading,
    grey,
  });
  return {
    heading: style(regular, 26, 30, INK),
    name: style(bold, 12, 17, INK),
    label: style(bold, 7, 11, SOFT),
    text: style(regular, 9, 13, INK),
    strong: style(bold, 9, 13, INK),
    soft: style(regular, 8, 12, SOFT),
    muted: style(regular, 9, 13, SOFT),
    total: style(bold, 13.5, 18, INK),
    foot: style(regular, 7.5, 10, SOFT),
  };
};
export type Styles = ReturnType<typeof stylesOf>;

/** The whole width of the content. */
export const WHOLE: Column = { x: MARGIN.side, width: CONTENT_WIDTH, align: "left" };

/** Returns columns of equal width with a gap between them. */
export const equalColumns = (count: number, gap: number): Column[] => {
  const width = (CONTENT_WIDTH - gap * (count - 1)) / count;
  return Array.from({ length: count }, (_, at) => ({
    x: MARGIN.side + at * (width + gap),
    width,
    align: "left",
  }));
};

/** Returns columns of the given widths that end at the right margin; the first takes the rest. */
export const figureColumns = (widths: readonly number[]): Column[] => {
  const first = CONTENT_WIDTH - widths.reduce((sum, width) => sum + width, 0);
  let x = MARGIN.side + first;
  return [
    { x: MARGIN.side, width: first, align: "left" },
    ...widths.map((width): Column => {
      x += width;
      return { x: x - width, width, align: "right" };
    }),
  ];
};
