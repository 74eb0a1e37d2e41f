/** What a message says, written for people; the text says the same as the HTML. */
export interface Content {
  subject: string;
  html: string;
  text: string;
}

// biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what is removed.
const BREAKS = /[\s\u0000-\u001f\u007f-\u009f\u2028\u2029]+/g;

/** Text that can stand in a mail's header: whatever could begin another line is a blank. */
export const oneLine = (text: string) => text.replace(BREAKS, " ").trim();
