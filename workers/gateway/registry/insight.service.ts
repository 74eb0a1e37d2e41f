import type { Sessions } from "#gateway/sessions/session.service";
import { hasRole } from "#kernel/actor";
import { bearerOf } from "#kernel/bearer";
import { sha256Hex } from "#kernel/encoding";

interface Dependencies {
  session: Sessions;
  isMonitor: IsMonitor;
}

/**
 * Returns whether a caller is a monitor, by `Authorization: Bearer <secret>`. Compares digests, so that timing
 * reveals nothing about the secret.
 */
export const monitorCheck =
  (secret: string | undefined) =>
  async (authorization: string | null): Promise<boolean> => {
    const credential = bearerOf(authorization);
    if (credential === undefined || secret === undefined) return false;
    const [given, expected] = await Promise.all(
      [credential, secret].map((text) => sha256Hex(text)),
    );
    return given === expected;
  };
export type IsMonitor = ReturnType<typeof monitorCheck>;

/**
 * Returns whether a caller may see vendors, versions and routes: staff by their access token, and a
 * monitor by `Authorization: Bearer <secret>`. Other callers may not, including API keys and those with an
 * expired token.
 */
export const insight =
  ({ session, isMonitor }: Dependencies) =>
  async (authorization: string | null): Promise<boolean> => {
    if (authorization === null) return false;
    if (await isMonitor(authorization)) return true;
    return session(authorization).then(
      (actor) => hasRole(actor, "staff"),
      () => false,
    );
  };
export type Insight = ReturnType<typeof insight>;
