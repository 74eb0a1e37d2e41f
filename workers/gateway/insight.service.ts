import type { Sessions } from "#gateway/sessions/session.service";
import { hasRole } from "#kernel/actor";
import { sha256Hex } from "#kernel/encoding";

interface Dependencies {
  session: Sessions;
  /** The monitor's secret; undefined when the shop has none. */
  secret: string | undefined;
}

/**
 * Tells who may see vendors, versions and routes: staff by their access token, and a monitor by
 * `Authorization: Bearer <secret>`. Other callers do not, including those with an expired token. Digests are
 * compared, so the time that it takes tells nothing of the secret.
 */
export const insight =
  ({ session, secret }: Dependencies) =>
  async (authorization: string | null): Promise<boolean> => {
    if (authorization === null) return false;
    if (secret !== undefined) {
      const [given, wanted] = await Promise.all(
        [authorization, `Bearer ${secret}`].map((text) => sha256Hex(text)),
      );
      if (given === wanted) return true;
    }
    return session(authorization).then(
      (actor) => hasRole(actor, "staff"),
      () => false,
    );
  };
export type Insight = ReturnType<typeof insight>;
