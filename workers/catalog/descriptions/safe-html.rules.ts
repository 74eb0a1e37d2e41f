import sanitize from "sanitize-html";
import { cleanText, plainText, SILENT } from "#catalog/descriptions/plain-text.rules";

/** What descriptions are made of. Elements of forms, scripts, styles, frames and drawings are left out. */
const ELEMENTS = (
  "a abbr b blockquote br caption cite code dd del div dl dt em figcaption figure h1 h2 h3 h4 h5 h6 hr i img " +
  "ins li mark ol p pre q s small span strong sub sup table tbody td tfoot th thead tr u ul"
).split(" ");

const CELL = ["colspan", "rowspan"];

const OPTIONS: sanitize.IOptions = {
  allowedTags: ELEMENTS,
  allowedAttributes: {
    "*": ["dir", "lang"],
    a: ["href", "title"],
    img: ["src", "alt", "width", "height"],
    ol: ["start"],
    td: CELL,
    th: CELL,
  },
  allowedSchemes: ["https", "http", "mailto", "tel"],
  allowedSchemesByTag: { img: ["https", "http"] },
  allowProtocolRelative: false,
  nonTextTags: [...SILENT, "option", "textarea"],
  parseStyleAttributes: false,
  // Beyond this depth, browsers and the database's clients only lose time.
  nestingLimit: 100,
};

/** Elements without an end. */
const VOID = new Set(["br", "hr", "img"]);
const OPEN_MAX = 1000;
const TAG = /<(\/?)([a-z][a-z0-9]*)/gi;

/**
 * Returns whether more elements are open at once than any description has. Only then does the parser's time grow
 * with the square of the length.
 */
const isTooDeep = (html: string) => {
  const open = new Map<string, number>();
  let depth = 0;
  for (const [, slash, tag = ""] of html.matchAll(TAG)) {
    const name = tag.toLowerCase();
    const before = open.get(name) ?? 0;
    if (VOID.has(name) || (slash && before === 0)) continue;
    const step = slash ? -1 : 1;
    open.set(name, before + step);
    depth += step;
    if (depth > OPEN_MAX) return true;
  }
  return false;
};

const escaped = (text: string) =>
  text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;");

/** Closing an element may open others: "<p><math><p>" is "<p><p></p></p>", which browsers read as three. */
const ROUNDS_MAX = 5;

/**
 * Returns the HTML with the elements and attributes of an allow-list only. Leaves their text. Does not change an
 * answer of its own, so that an exported description can be imported again. Keeps the text only of HTML that is
 * nested deeper than a description.
 */
export const safeHtml = (html: string): string => {
  const clean = cleanText(html);
  if (isTooDeep(clean)) return escaped(plainText(clean)).replaceAll("\n", "<br />");
  let safe = clean;
  for (let round = 0; round < ROUNDS_MAX; round += 1) {
    const next = cleanText(sanitize(safe, OPTIONS));
    if (next === safe) break;
    safe = next;
  }
  return safe;
};
