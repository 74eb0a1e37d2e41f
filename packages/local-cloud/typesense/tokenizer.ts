/** The place of a word in a text: `end` is exclusive and may cover trailing punctuation. */
export interface Place {
  start: number;
  end: number;
}

/** Characters beyond letters and digits that a collection keeps in words, or cuts words at. */
export interface TokenRules {
  symbolsToIndex: readonly string[];
  tokenSeparators: readonly string[];
}

const SKIP = 0;
const KEEP = 1;
const CUT = 2;

const TOKEN_LENGTH_MAX = 100;

/** Letters that the accent-stripping of Unicode leaves alone, as iconv writes them in ASCII. */
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

/** What a character outside ASCII becomes: its ASCII spelling, nothing for punctuation, else itself. */
const foreign = (character: string) => {
  const known = ASCII_SPELLING[character];
  if (known !== undefined) return known;
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

/** Cuts text into words as Typesense does for Latin text: spaces cut, other punctuation vanishes. */
export const tokenizer = (rules: TokenRules = { symbolsToIndex: [], tokenSeparators: [] }) => {
  const modes = modesOf(rules);
  const modeOf = (code: number) => (code < 128 ? (modes[code] ?? SKIP) : KEEP);

  /** A word that is not plain: without what is skipped, and in ASCII where that can be. */
  const spelled = (word: string) => {
    let out = "";
    for (const character of word) {
      const code = character.codePointAt(0) ?? 0;
      if (code >= 128) out += foreign(character);
      else if (modes[code] === KEEP) out += character.toLowerCase();
    }
    return out;
  };

  /** Visits the words. `plain` ones are letters and digits of ASCII from `start` to `stop`, and nothing else. */
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
        // A skipped character inside a word, or a foreign one, makes it not plain.
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
    /** The words of a text. */
    words(text: string) {
      const words: string[] = [];
      each(text, (start, end, stop, plain) => {
        const word = wordAt(text, start, end, stop, plain);
        if (word !== "") words.push(word);
      });
      return words;
    },
    /** Where the words of a text are. */
    places(text: string) {
      const places: Place[] = [];
      each(text, (start, end, _stop, plain) => {
        if (plain || spelled(text.slice(start, end)) !== "") places.push({ start, end });
      });
      return places;
    },
    /** Whether this character stays in words. */
    keeps: (code: number) => modeOf(code) === KEEP,
  };
};
