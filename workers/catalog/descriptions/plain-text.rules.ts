import { Tokenizer, type TokenizerCallbacks } from "htmlparser2";

/** Elements whose content is not shown as text. */
export const SILENT = new Set("iframe noscript script style svg template title".split(" "));

/** Elements that start and end a line. */
const BLOCKS = new Set(
  (
    "address article aside blockquote br dd div dl dt figure footer h1 h2 h3 h4 h5 h6 header hr li " +
    "main ol p pre section table td th tr ul"
  ).split(" "),
);

/** Returns a text without control characters and lone surrogates, in NFC; line breaks stay. */
export const cleanText = (text: string) =>
  text
    .toWellFormed()
    .normalize("NFC")
    .replace(/\r\n?/g, "\n")
    // biome-ignore lint/suspicious/noControlCharactersInRegex: this removes control characters.
    .replace(/[\u0000-\u0009\u000b-\u001f\u007f-\u009f]/g, " ")
    .trim();

const ignored = () => {};

/**
 * Returns the text of HTML with a line break at each start and end of a block. Reads tokens without
 * building a tree, so that deep nesting costs no extra time.
 */
const textOf = (html: string) => {
  let text = "";
  /** The silent element that is open, and how many of its name are nested. */
  let silent = "";
  let depth = 0;
  const nameAt = (start: number, end: number) => html.slice(start, end).toLowerCase();
  const append = (part: string) => {
    if (depth === 0) text += part;
  };
  let opened = "";
  const callbacks: TokenizerCallbacks = {
    ontext: (start, end) => append(html.slice(start, end)),
    ontextentity: (codePoint) => append(String.fromCodePoint(codePoint)),
    onopentagname(start, end) {
      opened = nameAt(start, end);
      if (BLOCKS.has(opened)) append("\n");
    },
    onopentagend() {
      if (depth === 0 && SILENT.has(opened)) silent = opened;
      if (opened === silent) depth += 1;
    },
    onclosetag(start, end) {
      const closed = nameAt(start, end);
      if (depth > 0 && closed === silent) depth -= 1;
      if (depth === 0) silent = "";
      if (BLOCKS.has(closed)) append("\n");
    },
    onselfclosingtag: ignored,
    onattribdata: ignored,
    onattribentity: ignored,
    onattribend: ignored,
    onattribname: ignored,
    oncdata: ignored,
    oncomment: ignored,
    ondeclaration: ignored,
    onend: ignored,
    onprocessinginstruction: ignored,
  };
  const tokenizer = new Tokenizer({ decodeEntities: true, recognizeSelfClosing: true }, callbacks);
  tokenizer.write(html);
  tokenizer.end();
  return text;
};

/** Returns the text of HTML, one line per block. */
export const plainText = (html: string) =>
  // The parser returns U+FFFD for an invalid character reference such as "&#xD800;".
  cleanText(textOf(html).replaceAll("\ufffd", ""))
    .split("\n")
    .map((line) => line.replace(/\s+/g, " ").trim())
    .join("\n")
    .replace(/\n{3,}/g, "\n\n")
    .trim();
