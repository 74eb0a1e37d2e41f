/** Values that identify a person or contain a key, wherever they are written. */
const SECRET_VALUE: readonly [RegExp, string][] = [
  [/[\w.+-]+@[\w-]+\.[\w.-]+/g, "[email]"],
  [/\bBearer\s+[\w.~+/=-]+/gi, "Bearer [redacted]"],
  [/\beyJ[\w-]+\.[\w-]+\.[\w-]*/g, "[jwt]"],
  [/\bbdg_(pub|sec)_\w+/g, "[key]"],
  [/\b(sk|pk|rk|whsec|re|pi_\w+_secret)_[\w-]{8,}/g, "[key]"],
  [/\b\d{13,19}\b/g, "[number]"],
];

/** The longest text in a log line or span, so that requests cannot make them large. */
const TEXT_CHARS_MAX = 256;

export const cutText = (text: string) =>
  text.length > TEXT_CHARS_MAX ? `${text.slice(0, TEXT_CHARS_MAX - 1)}…` : text;

/** Returns a text without secrets and personal data, cut to its limit. */
export const redactText = (text: string) =>
  cutText(SECRET_VALUE.reduce((rest, [pattern, mark]) => rest.replace(pattern, mark), text));

/**
 * Returns a path without secrets and personal data. Ids of carts are their secret, and `%40` is the @ of an
 * e-mail address.
 */
export const redactPath = (pathname: string) =>
  redactText(pathname.replace(/%40/gi, "@").replace(/\bcrt_[0-9a-z]+/g, "[cart]"));
