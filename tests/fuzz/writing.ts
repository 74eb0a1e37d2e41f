import type { Block } from "./blocks";
import { COLUMNS } from "./columns";
import type { Encoding, Layout } from "./layout";
import type { Row } from "./row";

/** Marks the place of bytes that are not UTF-8. */
const WRONG_BYTE = "\ue000";
/**
 * Invalid in UTF-8: an illegal byte, a lone continuation, a lone start, an overlong form, half of a
 * surrogate pair.
 */
const WRONG_BYTES = [[0xff], [0x80], [0xc3], [0xc0, 0xaf], [0xed, 0xa0, 0x80]];

const quoted = (text: string) => `"${text.replaceAll('"', '""')}"`;

const cellText = (cell: string, { delimiter, quotes, cellLineEnd }: Layout) => {
  const text = cell.replace(/\n/g, cellLineEnd);
  const isNeeded = text.includes(delimiter) || /["\r\n]/.test(text);
  return isNeeded || quotes === "always" ? quoted(text) : text;
};

const headerLine = ({ set, columns, unread, header, delimiter }: Layout) => {
  const names = [...columns.map((column) => COLUMNS[column][set]), ...unread.map(([name]) => name)];
  const written = names.map((name) => {
    if (header === "padded") return ` ${name} `;
    return header === "quoted" ? quoted(name) : name;
  });
  return written.join(delimiter);
};

/** Returns the line of a damaged row. It has no line breaks, so that every reader sees one line. */
const damagedLine = (row: Row, layout: Layout) => {
  const flat = layout.columns.map((column) => (row.cells[column] ?? "").replace(/\s+/g, " "));
  const unread = layout.unread.map(([, cell]) => cell);
  const write = (cells: string[]) =>
    cells.map((cell) => cellText(cell, layout)).join(layout.delimiter);
  const all = [...flat, ...unread];
  const at = layout.columns.indexOf(row.cells.title ? "title" : "handle");
  switch (row.damage) {
    case "short":
      return write(all.slice(0, -1)).trim() === ""
        ? write([...all, "more"])
        : write(all.slice(0, -1));
    case "long":
      return write([...all, "more"]);
    case "open quote": {
      const before = write(all.slice(0, at));
      const after = write(all.slice(at + 1));
      return [...(at > 0 ? [before] : []), `"${(all[at] ?? "").replaceAll('"', "")}`, after].join(
        layout.delimiter,
      );
    }
    default:
      return write(all.with(at, `${all[at]}${WRONG_BYTE}`));
  }
};

const rowLine = (row: Row, layout: Layout) => {
  if (row.damage && row.damage !== "encoding") return damagedLine(row, layout);
  const cells = layout.columns.map((column) => row.cells[column] ?? "");
  return [...cells, ...layout.unread.map(([, cell]) => cell)]
    .map((cell) => cellText(cell, layout))
    .join(layout.delimiter);
};

/** Lines of which the report must name one. */
export interface Lines {
  from: number;
  to: number;
}

export interface Written {
  text: string;
  /** One for each row that is lost. */
  reported: Lines[];
  /** Lines that the report may name. */
  reportable: number[];
}

/**
 * Writes the products and records the first line of each row to be reported. The header is line 1.
 */
export const written = (blocks: readonly Block[], layout: Layout): Written => {
  const lines = [headerLine(layout)];
  let line = 2;
  const reported: Lines[] = [];
  const reportable: number[] = [];
  const add = (text: string) => {
    lines.push(text);
    line += text.split(/\r\n|\n|\r/).length;
  };
  const addRow = (row: Row) => {
    const from = line;
    const text = rowLine(row, layout);
    add(text);
    // In a file of one column, a row without text is a blank line, which is not a row.
    if (text.trim() === "") return;
    // The report names a row by its first line, or by the line that is not UTF-8.
    if (row.isReported) reported.push({ from, to: row.damage === "encoding" ? line - 1 : from });
  };
  for (const [index, { rows }] of blocks.entries()) {
    const between = layout.between[index % layout.between.length];
    if (between === "empty cells") {
      reportable.push(line);
      add(layout.delimiter.repeat(layout.columns.length + layout.unread.length - 1));
    }
    if (between === "blank line") add("");
    rows.forEach(addRow);
  }
  for (const { straggler } of blocks.slice(0, -1)) if (straggler) addRow(straggler);
  const end = layout.endsInLineEnd ? layout.lineEnd : "";
  return { text: lines.join(layout.lineEnd) + end, reported, reportable };
};

/** Where Windows-1252 differs from Latin-1. Source: https://encoding.spec.whatwg.org/index-windows-1252.txt */
const WINDOWS_1252: Record<string, number> = {
  "€": 0x80,
  "…": 0x85,
  Œ: 0x8c,
  "‘": 0x91,
  "’": 0x92,
  "“": 0x93,
  "”": 0x94,
  "•": 0x95,
  "–": 0x96,
  "—": 0x97,
  "™": 0x99,
  œ: 0x9c,
};

const ENCODERS: Record<Encoding, (text: string) => Uint8Array> = {
  "utf-8": (text) => {
    const pieces = text.split(WRONG_BYTE).map((piece) => Buffer.from(piece, "utf8"));
    return Buffer.concat(
      pieces.flatMap((piece, at) => {
        const wrong = at > 0 ? (WRONG_BYTES[at % WRONG_BYTES.length] ?? []) : [];
        return [Buffer.from(wrong), piece];
      }),
    );
  },
  "windows-1252": (text) =>
    Uint8Array.from(text, (char) => WINDOWS_1252[char] ?? char.charCodeAt(0)),
  "utf-16le": (text) => Buffer.from(text, "utf16le"),
};

/** Returns a text as bytes in the file's encoding. */
export const encoded = (text: string, { encoding, hasByteOrderMark }: Layout): Uint8Array =>
  ENCODERS[encoding](hasByteOrderMark && encoding !== "windows-1252" ? `\ufeff${text}` : text);
