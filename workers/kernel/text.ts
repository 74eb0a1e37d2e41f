import { z } from "zod";

// biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what is refused.
const NO_CONTROLS = /^[^\u0000-\u001f\u007f-\u009f\u2028\u2029]*$/;

/** Text of one line: well-formed, and without control characters, so that it can go into a mail's header. */
export const onOneLine = (text: z.ZodString) =>
  text
    .regex(NO_CONTROLS, "must not hold control characters")
    .refine((line) => line.isWellFormed(), "must be well-formed text");

/**
 * A letter, digit, sign or symbol that is drawn. Hangul fillers and the empty Braille pattern are letters
 * and symbols by their category, and show nothing.
 */
const VISIBLE = /(?![\p{Default_Ignorable_Code_Point}\u2800])[\p{L}\p{N}\p{P}\p{S}]/u;

/** Text that shows at least one character, so that it is not empty to those who read it. */
export const visibly = (text: z.ZodString) =>
  text.refine((written) => VISIBLE.test(written), "must hold a visible character");

/** Text of one line that shows something, without blanks around it. */
export const Line = (max: number) => visibly(onOneLine(z.string().trim().min(1).max(max)));
