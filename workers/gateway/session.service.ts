import { type CryptoKey, decodeProtectedHeader, importJWK, type JWK, jwtVerify } from "jose";
import { ACCESS_TTL_SECONDS, type Jwks, TOKEN_AUDIENCE, TOKEN_ISSUER } from "#contract/users";
import { type Actor, GUEST, ROLES, type Role } from "#kernel/actor";
import type { Clock } from "#kernel/clock";
import { AppError, DependencyError } from "#kernel/errors";

const KEYS_FRESH_MS = 10 * 60_000;
/** An unknown key id asks again at most this often, so that forged tokens cannot make us ask. */
const REFETCH_EVERY_MS = 30_000;
const LEEWAY_SECONDS = 30;
const TOKEN_CHARS_MAX = 4096;

interface Tools {
  fetchJwks: () => Promise<Jwks>;
  clock: Clock;
}

const imported = async ({ keys: jwks }: Jwks) => {
  const pairs = await Promise.all(
    jwks.map(async (jwk) => [String(jwk.kid), await importJWK(jwk as JWK, "ES256")] as const),
  );
  return new Map(pairs.flatMap(([kid, key]) => (key instanceof Uint8Array ? [] : [[kid, key]])));
};

/**
 * Public keys by their id. Only settled values are kept: a promise shared between requests would hang
 * on Workers when its first request ends, so a crowd at a fresh isolate asks once each. On a failed
 * fetch the old keys go on serving.
 */
const keyring = ({ fetchJwks, clock }: Tools) => {
  let keys = new Map<string, CryptoKey>();
  let fetchedAt = Number.NEGATIVE_INFINITY;
  let askedAt = Number.NEGATIVE_INFINITY;

  const isDue = (kid: string) => {
    if (keys.size === 0) return true;
    const lacking = !keys.has(kid) || clock.now() - fetchedAt > KEYS_FRESH_MS;
    return lacking && clock.now() - askedAt > REFETCH_EVERY_MS;
  };

  const refetch = async () => {
    try {
      keys = await imported(await fetchJwks());
      fetchedAt = clock.now();
    } catch (err) {
      if (keys.size === 0) throw new DependencyError("users", err);
    } finally {
      askedAt = clock.now();
    }
  };

  return async (kid: string): Promise<CryptoKey | undefined> => {
    if (isDue(kid)) await refetch();
    return keys.get(kid);
  };
};

const rolesOf = (claim: unknown): Role[] =>
  Array.isArray(claim) ? ROLES.filter((role) => claim.includes(role)) : [];

/**
 * Who is asking, from the Authorization header (RFC 6750, RFC 9068). Algorithm, type, issuer and
 * audience are ours to say; nothing in the token chooses them.
 */
export const sessions = (tools: Tools) => {
  const keyOf = keyring(tools);

  const verify = async (token: string): Promise<Actor> => {
    const { kid, alg } = decodeProtectedHeader(token);
    const key = typeof kid === "string" && alg === "ES256" ? await keyOf(kid) : undefined;
    if (!key) throw new Error("unknown key");
    const { payload } = await jwtVerify(token, key, {
      algorithms: ["ES256"],
      issuer: TOKEN_ISSUER,
      audience: TOKEN_AUDIENCE,
      typ: "at+jwt",
      // Whatever its end says: a token is never older than the shop lets one grow.
      maxTokenAge: ACCESS_TTL_SECONDS,
      clockTolerance: LEEWAY_SECONDS,
      requiredClaims: ["sub", "exp", "iat"],
      currentDate: new Date(tools.clock.now()),
    });
    const { sub, sid, roles } = payload;
    if (typeof sub !== "string" || typeof sid !== "string")
      throw new Error("no subject or session");
    return { kind: "user", userId: sub, sessionId: sid, roles: rolesOf(roles) };
  };

  /** @throws 401 `unauthenticated` for a token that is presented and not valid */
  return async (authorization: string | null): Promise<Actor> => {
    if (authorization === null) return GUEST;
    const [, token] = /^Bearer ([\w.-]+)$/i.exec(authorization) ?? [];
    if (!token || token.length > TOKEN_CHARS_MAX) throw new AppError("unauthenticated");
    try {
      return await verify(token);
    } catch (cause) {
      if ((cause as { code?: unknown }).code === "dependency_unavailable") throw cause;
      throw new AppError("unauthenticated", undefined, { cause });
    }
  };
};
export type Sessions = ReturnType<typeof sessions>;
