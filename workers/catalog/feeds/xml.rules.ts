/** The characters that XML 1.0 does not allow, not even escaped (section 2.2). */
// biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what is removed.
const FORBIDDEN = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/g;

const ESCAPED = { "&": "&amp;", "<": "&lt;", ">": "&gt;" } as const;

/** Returns an element with a text. */
export const xmlElement = (name: string, text: string) => {
  const content = text
    .toWellFormed()
    .replace(FORBIDDEN, "")
    .replace(/[&<>]/g, (sign) => ESCAPED[sign as keyof typeof ESCAPED]);
  return `<${name}>${content}</${name}>`;
};

/** Returns the first characters of a text. A character outside the basic plane is never cut in two. */
export const clipped = (text: string, charsMax: number) =>
  text.length <= charsMax ? text : [...text].slice(0, charsMax).join("");
