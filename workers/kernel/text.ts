import { z } from "zod";

// biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what is refused.
const NO_CONTROLS = /^[^\u0000-\u001f\u007f-\u009f\u2028\u2029]*$/;

/** Text of one line: well-formed, and without control characters, so that it can go into a mail's header. */
export const onOneLine = (text: z.ZodString) =>
  text
    .regex(NO_CONTROLS, "must not hold control characters")
    .refine((line) => line.isWellFormed(), "must be well-formed text");

/** Text of one line, without blanks around it. */
export const Line = (max: number) => onOneLine(z.string().trim().min(1).max(max));
