import type { EmbeddedFont } from "./embedded-font.rules";
import { type Line, linesOf } from "./lines.rules";
import { decimal } from "./objects.rules";
import { shownWords } from "./shown-text.rules";
import type { Element } from "./structure.rules";
import type { Typesetter } from "./typeset.rules";

/** A4 in points. */
export const PAGE = { width: 595.28, height: 841.89 } as const;
export const MARGIN = { side: 48, top: 52, bottom: 64 } as const;
export const CONTENT_WIDTH = PAGE.width - 2 * MARGIN.side;
const BOTTOM = PAGE.height - MARGIN.bottom;

/** A font for drawing, and for measuring before. */
export interface Typeface {
  name: string;
  font: EmbeddedFont;
  typeset: Typesetter;
}

export interface TextStyle {
  face: Typeface;
  size: number;
  /** The distance between base lines in points. */
  leading: number;
  /** From 0 for black to 1 for white. */
  grey: number;
}

export interface Column {
  x: number;
  width: number;
  align: "left" | "right";
}

/** A text that is broken into lines, ready to be drawn in its column. */
export interface TextBlock {
  lines: Line[];
  style: TextStyle;
  column: Column;
  height: number;
}

/** Breaks a text into the lines of a column. */
export const blockOf = (text: string, style: TextStyle, column: Column): TextBlock => {
  const width = (column.width * 1000) / style.size;
  const lines = text === "" ? [] : linesOf(text, width, style.face.typeset);
  return { lines, style, column, height: lines.length * style.leading };
};

interface Sheet {
  operators: string[];
  /** How many pieces of the page belong to the structure. */
  marks: number;
}

/** A height of a page. */
export interface Place {
  page: number;
  top: number;
}

/** Distance from the top of a line to its base line, as a part of the leading. */
const BASE = 0.76;

const shownLine = ({ words, width }: Line, { style, column }: TextBlock, y: number) => {
  const { face, size, grey } = style;
  const indent = column.align === "right" ? column.width - (width * size) / 1000 : 0;
  const place = `1 0 0 1 ${decimal(column.x + indent)} ${decimal(y)} Tm`;
  return `BT /${face.name} ${size} Tf ${grey} g ${place}\n${shownWords(words, face.font, size)}\nET`;
};

/** Returns the place that is further down in the document. */
export const lowest = (places: readonly Place[]): Place =>
  places.reduce((a, b) => (b.page > a.page || (b.page === a.page && b.top > a.top) ? b : a));

/** Draws on pages from the top to the bottom. Heights are measured from the top of the page. */
export const paper = () => {
  const sheets: Sheet[] = [];
  const sheetAt = (page: number): Sheet => {
    while (sheets.length <= page) sheets.push({ operators: [], marks: 0 });
    return sheets[page] as Sheet;
  };
  let here: Place = { page: 0, top: MARGIN.top };
  const after = ({ page }: Place): Place => ({ page: page + 1, top: MARGIN.top });

  const shownLines = (block: TextBlock, top: number) =>
    block.lines.map((line, at) =>
      shownLine(line, block, PAGE.height - top - (at + BASE) * block.style.leading),
    );
  const decorate = (page: number, operators: readonly string[]) =>
    sheetAt(page).operators.push("/Artifact BMC", ...operators, "EMC");

  /** Draws a text on one page, as a piece of an element. */
  const draw = (block: TextBlock, element: Element, { page, top }: Place) => {
    const sheet = sheetAt(page);
    const number = sheet.marks++;
    element.children.push({ page, number });
    const start = `/${element.role} << /MCID ${number} >> BDC`;
    sheet.operators.push(start, ...shownLines(block, top), "EMC");
  };

  return {
    sheets,
    place: () => here,
    goTo: (place: Place) => {
      here = place;
    },
    skip: (height: number) => {
      here = { ...here, top: here.top + height };
    },
    turn: () => {
      here = after(here);
    },
    hasRoomFor: (height: number) => here.top + height <= BOTTOM,
    /** Draws a text from a place down, where needed on further pages, and returns the place below it. */
    text(block: TextBlock, element: Element, from: Place = here): Place {
      const { leading } = block.style;
      let place = from;
      let rest = block.lines;
      while (rest.length > 0) {
        if (place.top + leading > BOTTOM) place = after(place);
        const lines = rest.slice(0, Math.floor((BOTTOM - place.top) / leading));
        draw({ ...block, lines }, element, place);
        place = { ...place, top: place.top + lines.length * leading };
        rest = rest.slice(lines.length);
      }
      return place;
    },
    /** Draws a text that is no content, such as a page number. */
    decoration(block: TextBlock, { page, top }: Place = here) {
      decorate(page, shownLines(block, top));
    },
    rule({ x, width }: Pick<Column, "x" | "width">, weight: number, grey: number) {
      const y = decimal(PAGE.height - here.top);
      const line = `${decimal(x)} ${y} m ${decimal(x + width)} ${y} l S`;
      decorate(here.page, [`${weight} w ${grey} G ${line}`]);
    },
    /** Fills a box from the current height down. */
    box({ x, width }: Pick<Column, "x" | "width">, height: number, grey: number) {
      const bottom = decimal(PAGE.height - here.top - height);
      const area = `${decimal(x)} ${bottom} ${decimal(width)} ${decimal(height)} re f`;
      decorate(here.page, [`${grey} g ${area}`]);
    },
  };
};
export type Paper = ReturnType<typeof paper>;
