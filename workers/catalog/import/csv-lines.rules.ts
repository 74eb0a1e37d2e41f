/** A line of a UTF-8 file, without its line break. */
export interface CsvLine {
  /** Its number, from 1. */
  line: number;
  text: string;
  /** Whether it holds bytes that are not UTF-8. Only the quotes of its text are then reliable. */
  isLossy: boolean;
}

const LF = 0x0a;
const CR = 0x0d;
const LINE_END = /\r\n|\n|\r/;

const STRICT = new TextDecoder("utf-8", { fatal: true });
const LOSSY = new TextDecoder();

type Text = Omit<CsvLine, "line">;

const decode = (bytes: Uint8Array): Text => {
  try {
    return { text: STRICT.decode(bytes), isLossy: false };
  } catch {
    return { text: LOSSY.decode(bytes), isLossy: true };
  }
};

const split = (bytes: Uint8Array): Uint8Array[] => {
  const lines: Uint8Array[] = [];
  let from = 0;
  for (let at = 0; at < bytes.length; at += 1) {
    if (bytes[at] !== LF && bytes[at] !== CR) continue;
    lines.push(bytes.subarray(from, at));
    if (bytes[at] === CR && bytes[at + 1] === LF) at += 1;
    from = at + 1;
  }
  return [...lines, bytes.subarray(from)];
};

/** Decodes all lines together, or each by itself if one of them is not UTF-8. */
const decodeLines = (bytes: Uint8Array): Text[] => {
  const all = decode(bytes);
  if (all.isLossy) return split(bytes).map(decode);
  return all.text.split(LINE_END).map((text) => ({ text, isLossy: false }));
};

const joined = (parts: readonly Uint8Array[]) => {
  const bytes = new Uint8Array(parts.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const part of parts) {
    bytes.set(part, at);
    at += part.length;
  }
  return bytes;
};

/**
 * Returns where the last line break of a chunk begins, or -1 if it has none. A carriage return at the
 * very end does not count: its line feed may come with the next chunk.
 */
const lastEndIn = (chunk: Uint8Array) => {
  const feed = chunk.lastIndexOf(LF);
  const carriage = chunk.subarray(0, -1).lastIndexOf(CR);
  return feed > 0 && carriage === feed - 1 ? carriage : Math.max(feed, carriage);
};

/** Reads the lines of a file as it streams in. Lines end in LF, CR LF or CR. */
export async function* csvLines(file: ReadableStream<Uint8Array>): AsyncGenerator<CsvLine> {
  let line = 0;
  let rest: Uint8Array[] = [];
  for await (const chunk of file) {
    // A carriage return at the end of the last chunk is read again, with the character after it.
    const previous = rest.at(-1);
    const piece = previous?.at(-1) === CR ? joined([...rest.splice(0), chunk]) : chunk;
    const end = lastEndIn(piece);
    if (end < 0) {
      rest.push(piece);
      continue;
    }
    const texts = decodeLines(joined([...rest, piece.subarray(0, end)]));
    for (const text of texts) yield { line: ++line, ...text };
    const after = piece[end] === CR && piece[end + 1] === LF ? end + 2 : end + 1;
    rest = [piece.subarray(after)];
  }
  const last = joined(rest);
  const end = last.at(-1) === CR ? last.length - 1 : last.length;
  if (last.length > 0) yield { line: ++line, ...decode(last.subarray(0, end)) };
}
