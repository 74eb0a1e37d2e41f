/** One word of a text, with the place it was cut from: `end` is exclusive and may cover trailing punctuation. */
export interface Token {
  text: string;
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

  /** The word in `text[start..end)`, or "" when nothing in it is indexed. */
  const word = (text: string, start: number, end: number, plain: boolean) => {
    if (plain) return text.slice(start, end).toLowerCase();
    let out = "";
    for (const character of text.slice(start, end)) {
      const code = character.codePointAt(0) ?? 0;
      if (code >= 128) out += foreign(character);
      else if (modes[code] === KEEP) out += character.toLowerCase();
    }
    return out;
  };

  const each = (text: string, visit: (token: string, start: number, end: number) => void) => {
    let start = -1;
    let plain = true;
    let last = 0;
    for (let at = 0; at <= text.length; at += 1) {
      const code = at < text.length ? text.charCodeAt(at) : -1;
      const mode = code === -1 ? CUT : modeOf(code);
      if (mode === CUT) {
        if (start !== -1) {
          const token = word(text, start, plain ? last + 1 : at, plain).slice(0, TOKEN_LENGTH_MAX);
          if (token !== "") visit(token, start, at);
        }
        start = -1;
        plain = true;
        continue;
      }
      if (mode === SKIP) continue;
      if (start === -1) start = at;
      // A skipped character inside a word, or a foreign one, takes the careful path.
      else if (last !== at - 1) plain = false;
      if (code >= 128) plain = false;
      last = at;
    }
  };

  return {
    /** The words alone. */
    words(text: string) {
      const words: string[] = [];
      each(text, (token) => words.push(token));
      return words;
    },
    /** The words with their places. */
    tokens(text: string) {
      const tokens: Token[] = [];
      each(text, (token, start, end) => tokens.push({ text: token, start, end }));
      return tokens;
    },
    /** Whether this character stays in words. */
    keeps: (code: number) => modeOf(code) === KEEP,
  };
};
