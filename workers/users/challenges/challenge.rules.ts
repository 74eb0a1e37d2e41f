import type { ChallengePurpose } from "#contract/users";
import { fromBase64Url, hmacBase64Url } from "#kernel/encoding";

const MINUTE_MS = 60 * 1000;

/** How long a challenge is valid. ASVS 5.0 §6.5.5 requires at most 10 minutes for a code. */
export const CHALLENGE_TTL_MS: Record<ChallengePurpose, number> = {
  verify_email: 30 * MINUTE_MS,
  reset_password: 30 * MINUTE_MS,
  change_email: 30 * MINUTE_MS,
  sign_in: 10 * MINUTE_MS,
};

/** The maximum number of wrong codes for one challenge. */
export const ATTEMPTS_MAX = 5;
/**
 * The maximum number of an account's wrong codes over all its challenges, so that a new challenge gives no
 * new attempts.
 */
export const WRONG_CODES = { max: 10, windowMs: 15 * MINUTE_MS };

/** A new row of the table `challenges`; see db/users/schema.ts. */
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

/** Returns six digits derived from 48 bits of a hash. Their bias is below one millionth. */
const digitsOf = (keyed: string) => {
  const number = fromBase64Url(keyed)
    .slice(0, CODE_BYTES)
    .reduce((sum, byte) => sum * 256 + byte, 0);
  return String(number % CODES).padStart(6, "0");
};

/** Returns the secret of a challenge: the token of a link (256 bits), or six digits for a sign-in. */
export const secretOf = async (
  secret: string,
  { id, purpose }: { id: string; purpose: ChallengePurpose },
): Promise<string> => {
  const keyed = await hmacBase64Url(secret, `challenge ${purpose} ${id}`);
  return purpose === "sign_in" ? digitsOf(keyed) : keyed;
};
