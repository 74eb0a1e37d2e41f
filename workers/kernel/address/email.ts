import * as z from "zod";

/**
 * Maximum octets of the local part of an e-mail address, and of a whole e-mail address (RFC 5321 §4.5.3.1).
 */
const LOCAL_PART_OCTETS_MAX = 64;
const ADDRESS_OCTETS_MAX = 254;

/**
 * A dot-atom of RFC 5322, with the non-ASCII characters of RFC 6531: no blanks, control characters or
 * special characters.
 */
const LOCAL_PART = /^[^\p{C}\p{Z}"(),.:;<>@[\\\]]+(?:\.[^\p{C}\p{Z}"(),.:;<>@[\\\]]+)*$/u;

/**
 * Scripts with letters that look alike. An address that mixes two of them can imitate another address
 * (UTS 39).
 */
const LOOKALIKES = [/\p{Script=Latin}/u, /\p{Script=Cyrillic}/u, /\p{Script=Greek}/u];

const isLocalPart = (text: string) =>
  LOCAL_PART.test(text) && LOOKALIKES.filter((script) => script.test(text)).length <= 1;

/** At least two labels of letters, digits and inner hyphens (RFC 1035). The last label is not a number. */
const DOMAIN =
  /^(?=.{1,253}$)(?:[a-z\d](?:[a-z\d-]{0,61}[a-z\d])?\.)+(?!\d+$)[a-z\d][a-z\d-]{0,61}[a-z\d]$/;

/** Characters that would end the host of a URL, or mean something else in it. */
const URL_SYNTAX = /[\s%:/?#@\\[\]]/;

const octets = (text: string) => new TextEncoder().encode(text).length;

/**
 * Returns the ASCII form of a domain (UTS 46), as the URL standard makes it; undefined for an invalid
 * domain.
 */
const asciiDomain = (domain: string): string | undefined => {
  if (URL_SYNTAX.test(domain)) return undefined;
  const ascii = URL.parse(`http://${domain}`)?.hostname;
  return ascii !== undefined && DOMAIN.test(ascii) ? ascii : undefined;
};

/** Returns the canonical form of an e-mail address, for comparison; undefined if it is invalid. */
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
 * The schema of an e-mail address. Its output is the canonical form by which accounts are compared:
 * trimmed, NFC, lower case, with the domain in ASCII, so that both forms of an internationalised domain
 * are equal. Refuses quoted local parts and literal IP addresses, because shoppers do not use them.
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
      params: { code: "invalid_email" },
    });
    return z.NEVER;
  });
