import { and, eq, isNotNull, isNull, sql } from "drizzle-orm";
import type { Database } from "#db/client";
import { users } from "#db/users/schema";
import type { Envelope } from "#kernel/events";
import { commitGuarded, guard } from "#kernel/guards";
import type { Outbox } from "#kernel/outbox";
import { expectChanges } from "#kernel/sql";
import { auditRow } from "#users/audit/audit.store";
import { sessionsEnd } from "#users/sessions/sessions.store";

/** An account, as whoever makes the first admin looks at it. */
export interface Candidate {
  id: string;
  emailVerifiedAt: number | null;
  disabledAt: number | null;
  /** Whether the shop has an admin who can sign in. */
  shopHasAdmin: boolean;
}

interface Promotion {
  userId: string;
  events: readonly Envelope[];
  nowMs: number;
}

const SHOP_HAS_ADMIN = sql`exists (
  select 1 from users other, json_each(other.roles) role
  where role.value = 'admin' and other.disabled_at is null)`;

/** The one account that no admin makes an admin. */
export const firstAdminStore = ({ db, outbox }: { db: Database; outbox: Outbox }) => ({
  /** The account of a canonical address. */
  async candidate(email: string): Promise<Candidate | undefined> {
    const [row] = await db.read
      .select({
        id: users.id,
        emailVerifiedAt: users.emailVerifiedAt,
        disabledAt: users.disabledAt,
        shopHasAdmin: sql<boolean>`${SHOP_HAS_ADMIN}`.mapWith(Boolean),
      })
      .from(users)
      .where(eq(users.email, email));
    return row;
  },

  /** Makes an account the first admin and ends its sessions. Refused when the shop has an admin. */
  promote: ({ userId, events, nowMs }: Promotion) =>
    commitGuarded(db, [
      db.write
        .update(users)
        .set({ roles: ["admin"], version: sql`${users.version} + 1`, updatedAt: nowMs })
        .where(
          and(
            eq(users.id, userId),
            isNotNull(users.emailVerifiedAt),
            isNull(users.disabledAt),
            sql`not ${SHOP_HAS_ADMIN}`,
          ),
        ),
      guard("not_promotable", db.write.run(expectChanges())),
      sessionsEnd({ db }, { userId, reason: "roles_changed", nowMs }),
      auditRow({ db }, { actorId: null, act: "roles.first_admin", subject: userId, nowMs }),
      outbox.announce(events),
    ]),
});
export type FirstAdminStore = ReturnType<typeof firstAdminStore>;
