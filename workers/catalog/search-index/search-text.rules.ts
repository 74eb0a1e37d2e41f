import { foldText } from "#kernel/fold";

/**
 * Words of the search index and of queries. The shop folds both, because Typesense folds only the case
 * of Latin letters and separates words only at spaces (https://typesense.org/docs/guide/locale.html).
 */

/** A letter of a script without spaces between words, or that, like Korean, joins words. */
const UNSPACED_LETTER =
  "(?=[\\p{L}\\p{N}\\p{M}])[\\p{scx=Han}\\p{scx=Hiragana}\\p{scx=Katakana}\\p{scx=Bopomofo}\\p{scx=Hangul}\\p{scx=Thai}\\p{scx=Lao}\\p{scx=Khmer}\\p{scx=Myanmar}]";
const UNSPACED = new RegExp(`(?:${UNSPACED_LETTER})+`, "gu");

interface Piece {
  /** A letter with its marks. */
  letter: string;
  /** Offset in the run. */
  at: number;
}

const lettersOf = (run: string): Piece[] =>
  Array.from(run.matchAll(/.\p{M}*/gsu), ({ 0: letter, index }) => ({ letter, at: index }));

/**
 * Returns each pair of adjacent letters, or the only letter. Pairs are the same in every runtime, while
 * the result of a dictionary (`Intl.Segmenter`) depends on the built-in ICU.
 */
const pairsOf = (letters: readonly Piece[]): (Piece & { end: number })[] =>
  letters.slice(0, Math.max(1, letters.length - 1)).map(({ letter, at }, index) => {
    const next = letters[index + 1];
    return {
      letter: letter + (next?.letter ?? ""),
      at,
      end: (next ?? { at }).at + (next?.letter ?? letter).length,
    };
  });

const cut = (text: string) =>
  text.replace(
    UNSPACED,
    (run) =>
      ` ${pairsOf(lettersOf(run))
        .map(({ letter }) => letter)
        .join(" ")} `,
  );

/** Returns the words of a query in the form of `indexedWords`: "蓝牙耳机" becomes "蓝牙 牙耳 耳机". */
export const queriedWords = (text: string) => cut(foldText(text)).replace(/ +/g, " ").trim();

/** Returns the words of a text for the index. Appends single letters that a query may consist of. */
export const indexedWords = (text: string) => {
  const plain = foldText(text);
  const runs = plain.match(UNSPACED) ?? [];
  const letters = new Set(runs.flatMap((run) => lettersOf(run).map(({ letter }) => letter)));
  return [cut(plain), ...letters].join(" ").replace(/ +/g, " ").trim();
};

export interface Word {
  /** In the form of the index. */
  word: string;
  /** Offset in the text; `end` is exclusive. */
  start: number;
  end: number;
}

const PIECE = new RegExp(
  `(?<run>(?:${UNSPACED_LETTER})+)|(?:(?!${UNSPACED_LETTER})[\\x21-\\x7e’‘ʼ‐\\p{L}\\p{N}\\p{M}\\p{Cf}])+|\\p{S}`,
  "gu",
);
/** Returns a word without ASCII punctuation, like the search engine: "t-shirt" becomes "tshirt". */
export const withoutSigns = (word: string) =>
  word.replace(/[\x20-\x2f\x3a-\x40\x5b-\x60\x7b-\x7e]+/g, "");

const EDGE = "[^\\p{L}\\p{N}\\p{M}\\p{S}]+";
const LEADING = new RegExp(`^${EDGE}`, "u");
const TRAILING = new RegExp(`${EDGE}$`, "u");

const wordAt = (text: string, at: number): Word | [] => {
  const word = withoutSigns(foldText(text));
  if (word === "") return [];
  const inner = text.replace(LEADING, "");
  const start = at + text.length - inner.length;
  return { word, start, end: start + inner.replace(TRAILING, "").length };
};

/** Returns the words of a text in the form of the index, with their offsets in the text. */
export const placedWords = (text: string): Word[] =>
  Array.from(text.matchAll(PIECE)).flatMap(({ 0: piece, index, groups }) => {
    if (groups?.run === undefined) return wordAt(piece, index);
    return pairsOf(lettersOf(piece)).map(({ letter, at, end }) => ({
      word: foldText(letter),
      start: index + at,
      end: index + end,
    }));
  });
