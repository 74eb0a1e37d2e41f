import type { Sessions } from "#gateway/sessions/session.service";
import { hasRole } from "#kernel/actor";
import { sha256Hex } from "#kernel/encoding";

interface Dependencies {
  session: Sessions;
  /** The monitor's secret; undefined if the shop has none. */
  secret: string | undefined;
}

/**
 * Returns whether a caller may see vendors, versions and routes: staff by their access token, and a
 * monitor by `Authorization: Bearer <secret>`. Other callers may not, including those with an expired
 * token. Compares digests, so that timing reveals nothing about the secret.
 */
export const insight =
  ({ session, secret }: Dependencies) =>
  async (authorization: string | null): Promise<boolean> => {
    if (authorization === null) return false;
    if (secret !== undefined) {
      const [given, expected] = await Promise.all(
        [authorization, `Bearer ${secret}`].map((text) => sha256Hex(text)),
      );
      if (given === expected) return true;
    }
    return session(authorization).then(
      (actor) => hasRole(actor, "staff"),
      () => false,
    );
  };
export type Insight = ReturnType<typeof insight>;
