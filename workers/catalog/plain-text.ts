/** Elements whose content is no text for readers. */
const SILENT = /<(script|style|template|iframe|noscript|svg)\b[^<>]*>[\s\S]*?(<\/\1\s*>|$)/gi;
const COMMENT = /<!--[\s\S]*?(-->|$)/g;
/** Elements that begin on a line of their own. */
const BLOCK =
  /<\/?(address|article|aside|blockquote|br|dd|div|dl|dt|figure|footer|h[1-6]|header|hr|li|main|ol|p|pre|section|table|td|th|tr|ul)\b[^<>]*>/gi;
const TAG = /<\/?[a-z][^<>]*>/gi;
const ENTITY = /&(#x[0-9a-f]{1,6}|#\d{1,7}|[a-z]{2,8});/gi;

const NAMED: Record<string, string> = {
  amp: "&",
  lt: "<",
  gt: ">",
  quot: '"',
  apos: "'",
  nbsp: " ",
  hellip: "…",
  ndash: "–",
  mdash: "—",
  lsquo: "‘",
  rsquo: "’",
  ldquo: "“",
  rdquo: "”",
  bull: "•",
  deg: "°",
  times: "×",
  eacute: "é",
  trade: "™",
  reg: "®",
  copy: "©",
};

const CODE_POINT_MAX = 0x10ffff;

const character = (entity: string, name: string) => {
  if (!name.startsWith("#")) return NAMED[name.toLowerCase()] ?? entity;
  const code = /^#x/i.test(name) ? Number.parseInt(name.slice(2), 16) : Number(name.slice(1));
  const surrogate = code >= 0xd800 && code <= 0xdfff;
  return code > CODE_POINT_MAX || surrogate ? "" : String.fromCodePoint(code);
};

/** Without control characters and lone surrogates, in one normal form; line breaks stay. */
export const cleanText = (text: string) =>
  text
    .toWellFormed()
    .normalize("NFC")
    .replace(/\r\n?/g, "\n")
    // biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what is taken out.
    .replace(/[\u0000-\u0009\u000b-\u001f\u007f-\u009f]/g, " ")
    .trim();

/**
 * The words of HTML, one line for each block. Descriptions are plain text in the whole shop: whoever
 * shows one escapes it, and there is no markup that could do harm to let through.
 */
export const plainText = (html: string) =>
  cleanText(
    html
      .replace(COMMENT, "")
      .replace(SILENT, "")
      .replace(BLOCK, "\n")
      .replace(TAG, "")
      .replace(ENTITY, character),
  )
    .split("\n")
    .map((line) => line.replace(/\s+/g, " ").trim())
    .join("\n")
    .replace(/\n{3,}/g, "\n\n")
    .trim();
