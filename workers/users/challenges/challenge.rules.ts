import type { ChallengePurpose } from "#contract/users";
import { fromBase64Url, hmacBase64Url } from "#kernel/encoding";

const MINUTE_MS = 60 * 1000;

/** How long each is good for; ASVS 5.0 §6.5.5 asks for at most 10 minutes for a code. */
export const CHALLENGE_TTL_MS: Record<ChallengePurpose, number> = {
  verify_email: 30 * MINUTE_MS,
  reset_password: 30 * MINUTE_MS,
  change_email: 30 * MINUTE_MS,
  sign_in: 10 * MINUTE_MS,
};

/** So many wrong codes, and a challenge is over. */
export const TRIES_MAX = 5;
/** Wrong codes of one account over all its challenges: a new challenge brings no new tries. */
export const WRONG_CODES = { max: 10, windowMs: 15 * MINUTE_MS };

/** A challenge that is about to begin; see db/users/schema.ts. */
export interface NewChallenge {
  id: string;
  userId: string;
  purpose: ChallengePurpose;
  email: string;
  formerEmail: string | null;
  tokenHash: string | null;
  createdAt: number;
  expiresAt: number;
}

const CODE_BYTES = 6;
const CODES = 1_000_000;

/** Six digits out of 48 bits: none is likelier than another by more than a millionth. */
const digitsOf = (keyed: string) => {
  const number = fromBase64Url(keyed)
    .slice(0, CODE_BYTES)
    .reduce((sum, byte) => sum * 256 + byte, 0);
  return String(number % CODES).padStart(6, "0");
};

/** What proves that one got the mail: a link's token of 256 bits, or six digits for a sign-in. */
export const secretOf = async (
  secret: string,
  { id, purpose }: { id: string; purpose: ChallengePurpose },
): Promise<string> => {
  const keyed = await hmacBase64Url(secret, `challenge ${purpose} ${id}`);
  return purpose === "sign_in" ? digitsOf(keyed) : keyed;
};
