/** The content of a mail. Text and HTML say the same. */
export interface Content {
  subject: string;
  html: string;
  text: string;
}

// biome-ignore lint/suspicious/noControlCharactersInRegex: this removes control characters.
const BREAKS = /[\s\u0000-\u001f\u007f-\u009f\u2028\u2029]+/g;

/** Returns a text for a mail header: replaces everything that could start another line with a space. */
export const oneLine = (text: string) => text.replace(BREAKS, " ").trim();

/** Whether a text is exactly one e-mail address: no display name, no list, no header syntax. */
export const isPlainAddress = (address: string) =>
  /^[^\s<>,;:"()[\]\\@]+@[^\s<>,;:"()[\]\\@]+$/.test(address);

/** Returns a sender for a mail header: `Corner Shop <hello@shop.test>`, quoted where RFC 5322 requires it. */
export const mailboxOf = ({ name, email }: { name: string; email: string }) => {
  // Mail providers read an angle bracket as the start of the address, even in quotes.
  const plain = oneLine(name.replace(/[<>]/g, " "));
  const isQuoted = /[^\p{L}\p{M}\p{N} !#$%&'*+/=?^_`{|}~-]/u.test(plain);
  const shown = isQuoted ? `"${plain.replace(/["\\]/g, "\\$&")}"` : plain;
  return `${shown} <${email}>`;
};
