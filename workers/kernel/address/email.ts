import { z } from "zod";

/** RFC 5321, 4.5.3.1: octets of a local part and of a whole address. */
const LOCAL_PART_OCTETS_MAX = 64;
const ADDRESS_OCTETS_MAX = 254;

/**
 * A dot-atom of RFC 5322, with the characters beyond ASCII of RFC 6531: everything but blanks, control
 * characters and the characters with a meaning of their own.
 */
const LOCAL_PART = /^[^\p{C}\p{Z}"(),.:;<>@[\\\]]+(?:\.[^\p{C}\p{Z}"(),.:;<>@[\\\]]+)*$/u;

/** Scripts with letters that look alike: an address in two of them passes for another one (UTS 39). */
const LOOKALIKES = [/\p{Script=Latin}/u, /\p{Script=Cyrillic}/u, /\p{Script=Greek}/u];

const isLocalPart = (text: string) =>
  LOCAL_PART.test(text) && LOOKALIKES.filter((script) => script.test(text)).length <= 1;

/** Labels of letters, digits and inner hyphens (RFC 1035), at least two; the last one is no number. */
const DOMAIN =
  /^(?=.{1,253}$)(?:[a-z\d](?:[a-z\d-]{0,61}[a-z\d])?\.)+(?!\d+$)[a-z\d][a-z\d-]{0,61}[a-z\d]$/;

/** Ends the host of a URL, or stands for another character there. */
const URL_SYNTAX = /[\s%:/?#@\\[\]]/;

const octets = (text: string) => new TextEncoder().encode(text).length;

/** Returns a domain in its ASCII form (UTS 46), as the URL standard makes it; undefined when it has none. */
const asciiDomain = (domain: string): string | undefined => {
  if (URL_SYNTAX.test(domain)) return undefined;
  const ascii = URL.parse(`http://${domain}`)?.hostname;
  return ascii !== undefined && DOMAIN.test(ascii) ? ascii : undefined;
};

/** Returns an address in the one form by which addresses are compared; undefined when it is none. */
const canonicalEmail = (text: string): string | undefined => {
  const [local = "", domain = "", ...more] = text.trim().split("@");
  const ascii = asciiDomain(domain);
  if (more.length > 0 || ascii === undefined || !isLocalPart(local)) return undefined;
  const folded = local.normalize("NFC").toLowerCase().normalize("NFC");
  const email = `${folded}@${ascii}`;
  const fits = octets(folded) <= LOCAL_PART_OCTETS_MAX && octets(email) <= ADDRESS_OCTETS_MAX;
  return fits ? email : undefined;
};

/**
 * An e-mail address, in the one form by which accounts are compared: trimmed, NFC, lower case, and its
 * domain in ASCII, so that both forms of an internationalised domain are one. Quoted local parts and
 * literal IP addresses are refused: no shopper is known by one.
 */
export const Email = z
  .string()
  .max(ADDRESS_OCTETS_MAX)
  .transform((text, context) => {
    const email = canonicalEmail(text);
    if (email !== undefined) return email;
    context.addIssue({
      code: "custom",
      message: "must be an e-mail address, such as ada@example.com",
    });
    return z.NEVER;
  });
