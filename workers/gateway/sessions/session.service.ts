import { decodeProtectedHeader, errors, jwtVerify } from "jose";
import type { Jwks } from "#contract/users";
import { type Actor, GUEST, ROLES, type Role } from "#kernel/actor";
import { bearerOf } from "#kernel/bearer";
import type { Clock } from "#kernel/clock";
import { AppError, rejectedToken } from "#kernel/errors";
import { ACCESS_TTL_SECONDS, TOKEN_AUDIENCE, TOKEN_ISSUER } from "#users/access-token.contract";
import { keyring } from "./keyring.service";

const LEEWAY_SECONDS = 30;
const TOKEN_CHARS_MAX = 4096;
const TOKEN = /^[\w.-]+$/;

interface Dependencies {
  fetchJwks: () => Promise<Jwks>;
  clock: Clock;
}

const rolesOf = (claim: unknown): Role[] =>
  Array.isArray(claim) ? ROLES.filter((role) => claim.includes(role)) : [];

/** Returns the 401 of a rejected token. Only a token that is valid in every other respect counts as expired. */
const rejected = (cause?: unknown) => {
  if (cause instanceof errors.JWTExpired)
    return new AppError("token_expired", "The access token expired. Refresh it or sign in again.", {
      cause,
    });
  const headers = { "WWW-Authenticate": rejectedToken("The access token is invalid") };
  return new AppError("unauthenticated", "The access token is invalid.", { headers, cause });
};

/**
 * Returns the actor of a request from its Authorization header (RFC 6750, RFC 9068). The shop sets the
 * algorithm, type, issuer and audience; nothing in the token chooses them.
 */
export const sessions = ({ fetchJwks, clock }: Dependencies) => {
  const keyOf = keyring({ fetchJwks, clock });

  const verify = async (token: string): Promise<Actor> => {
    const { kid, alg } = decodeProtectedHeader(token);
    const key = typeof kid === "string" && alg === "ES256" ? await keyOf(kid) : undefined;
    if (!key) throw new Error("unknown key");
    const { payload } = await jwtVerify(token, key, {
      algorithms: ["ES256"],
      issuer: TOKEN_ISSUER,
      audience: TOKEN_AUDIENCE,
      typ: "at+jwt",
      // Limits the age of a token independently of its own `exp`.
      maxTokenAge: ACCESS_TTL_SECONDS,
      clockTolerance: LEEWAY_SECONDS,
      requiredClaims: ["sub", "exp", "iat"],
      currentDate: new Date(clock.now()),
    });
    const { sub, sid, roles } = payload;
    if (typeof sub !== "string" || typeof sid !== "string")
      throw new Error("no subject or session");
    return { kind: "user", userId: sub, sessionId: sid, roles: rolesOf(roles) };
  };

  /**
   * Returns the actor of a request; a guest without a token.
   * @throws 401 `token_expired`, 401 `unauthenticated` for a token that is invalid otherwise
   */
  return async (authorization: string | null): Promise<Actor> => {
    if (authorization === null) return GUEST;
    const token = bearerOf(authorization);
    if (token === undefined || token.length > TOKEN_CHARS_MAX || !TOKEN.test(token))
      throw rejected();
    try {
      return await verify(token);
    } catch (cause) {
      if ((cause as { code?: unknown }).code === "dependency_unavailable") throw cause;
      throw rejected(cause);
    }
  };
};
export type Sessions = ReturnType<typeof sessions>;
