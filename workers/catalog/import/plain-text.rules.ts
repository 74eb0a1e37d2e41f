import { Tokenizer, type TokenizerCallbacks } from "htmlparser2";

/** Elements whose content is no text for readers. */
const SILENT = new Set("iframe noscript script style svg template title".split(" "));

/** Elements that begin and end on a line of their own. */
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
    // biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what is taken out.
    .replace(/[\u0000-\u0009\u000b-\u001f\u007f-\u009f]/g, " ")
    .trim();

const ignored = () => {};

/**
 * The text of HTML, with a line break wherever a block begins or ends. It reads tokens and builds no
 * tree, so that its time grows with the length of the text alone, however deep elements are nested.
 */
const textOf = (html: string) => {
  let text = "";
  /** The silent element that is open, and how many of its name are. */
  let silent = "";
  let depth = 0;
  const nameAt = (start: number, end: number) => html.slice(start, end).toLowerCase();
  const say = (part: string) => {
    if (depth === 0) text += part;
  };
  let opened = "";
  const callbacks: TokenizerCallbacks = {
    ontext: (start, end) => say(html.slice(start, end)),
    ontextentity: (codePoint) => say(String.fromCodePoint(codePoint)),
    onopentagname(start, end) {
      opened = nameAt(start, end);
      if (BLOCKS.has(opened)) say("\n");
    },
    onopentagend() {
      if (depth === 0 && SILENT.has(opened)) silent = opened;
      if (opened === silent) depth += 1;
    },
    onclosetag(start, end) {
      const closed = nameAt(start, end);
      if (depth > 0 && closed === silent) depth -= 1;
      if (depth === 0) silent = "";
      if (BLOCKS.has(closed)) say("\n");
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

/**
 * Returns the words of HTML, one line for each block. Descriptions are plain text in the whole shop:
 * clients escape them, and no markup is stored that could do harm.
 */
export const plainText = (html: string) =>
  // The parser gives U+FFFD for a reference to no character, such as "&#xD800;".
  cleanText(textOf(html).replaceAll("\ufffd", ""))
    .split("\n")
    .map((line) => line.replace(/\s+/g, " ").trim())
    .join("\n")
    .replace(/\n{3,}/g, "\n\n")
    .trim();
