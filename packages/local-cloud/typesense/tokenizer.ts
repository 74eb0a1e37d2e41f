/** The position of a word in a text. `end` is exclusive and may include trailing punctuation. */
export interface Place {
  start: number;
  end: number;
}

/** The characters that a collection indexes in addition to letters and digits, and those that separate words. */
export interface TokenRules {
  symbolsToIndex: readonly string[];
  tokenSeparators: readonly string[];
}

const SKIP = 0;
const KEEP = 1;
const CUT = 2;

const TOKEN_LENGTH_MAX = 100;

/** The ASCII spelling of letters that Unicode normalisation does not decompose, as in iconv. */
const ASCII_SPELLING: Readonly<Record<string, string>> = {
  ß: "ss",
  æ: "ae",
  Æ: "ae",
  œ: "oe",
  Œ: "oe",
  ø: "o",
  Ø: "o",
  ł: "l",
  Ł: "l",
  đ: "d",
  Đ: "d",
  ı: "i",
};

/** Returns the replacement of a character outside ASCII: its ASCII spelling, nothing for punctuation, or itself. */
const replacementOf = (character: string) => {
  const ascii = ASCII_SPELLING[character];
  if (ascii !== undefined) return ascii;
  const bare = character.normalize("NFKD").replace(/\p{M}/gu, "");
  if (/^[\x20-\x7e]+$/.test(bare)) return bare.replace(/[^0-9A-Za-z]/g, "").toLowerCase();
  return /[\p{P}\p{Z}]/u.test(character) ? "" : character;
};

const modesOf = (rules: TokenRules) => {
  const modes = new Uint8Array(128);
  for (let code = 0; code < 128; code += 1) {
    if (/[0-9A-Za-z]/.test(String.fromCharCode(code))) modes[code] = KEEP;
  }
  for (const separator of [" ", "\n", ...rules.tokenSeparators]) {
    modes[separator.charCodeAt(0)] = CUT;
  }
  for (const symbol of rules.symbolsToIndex) modes[symbol.charCodeAt(0)] = KEEP;
  return modes;
};

export type Tokenizer = ReturnType<typeof tokenizer>;

/**
 * Creates the tokenizer of a collection. It splits Latin text as Typesense does: spaces separate words, other
 * punctuation is removed.
 */
export const tokenizer = (rules: TokenRules = { symbolsToIndex: [], tokenSeparators: [] }) => {
  const modes = modesOf(rules);
  const modeOf = (code: number) => (code < 128 ? (modes[code] ?? SKIP) : KEEP);

  /** Returns a word without skipped characters, and in ASCII where possible. */
  const spelled = (word: string) => {
    let out = "";
    for (const character of word) {
      const code = character.codePointAt(0) ?? 0;
      if (code >= 128) out += replacementOf(character);
      else if (modes[code] === KEEP) out += character.toLowerCase();
    }
    return out;
  };

  /** Visits the words. A `plain` word consists of ASCII letters and digits from `start` to `stop`. */
  const each = (
    text: string,
    visit: (start: number, end: number, stop: number, plain: boolean) => void,
  ) => {
    let start = -1;
    let plain = true;
    let last = 0;
    for (let at = 0; at <= text.length; at += 1) {
      const code = at < text.length ? text.charCodeAt(at) : -1;
      const mode = code === -1 ? CUT : modeOf(code);
      if (mode === CUT) {
        if (start !== -1) visit(start, at, last + 1, plain);
        start = -1;
        plain = true;
      } else if (mode === KEEP) {
        if (start === -1) start = at;
        // A skipped character inside the word, or one outside ASCII, makes the word not plain.
        else if (last !== at - 1) plain = false;
        if (code >= 128) plain = false;
        last = at;
      }
    }
  };

  const wordAt = (text: string, start: number, end: number, stop: number, plain: boolean) =>
    plain
      ? text.slice(start, Math.min(stop, start + TOKEN_LENGTH_MAX)).toLowerCase()
      : spelled(text.slice(start, end)).slice(0, TOKEN_LENGTH_MAX);

  return {
    words(text: string) {
      const words: string[] = [];
      each(text, (start, end, stop, plain) => {
        const word = wordAt(text, start, end, stop, plain);
        if (word !== "") words.push(word);
      });
      return words;
    },
    /** Returns the positions of the words in a text. */
    places(text: string) {
      const places: Place[] = [];
      each(text, (start, end, _stop, plain) => {
        if (plain || spelled(text.slice(start, end)) !== "") places.push({ start, end });
      });
      return places;
    },
    /** Returns whether words keep this character. */
    keeps: (code: number) => modeOf(code) === KEEP,
  };
};
