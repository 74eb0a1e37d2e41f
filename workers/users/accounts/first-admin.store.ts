import { and, eq, isNotNull, isNull, sql } from "drizzle-orm";
import type { Database } from "#db/client";
import { users } from "#db/users/schema";
import type { Envelope } from "#kernel/events/events";
import type { Outbox } from "#kernel/events/outbox";
import { commitGuarded, guard } from "#kernel/mutations/guards";
import { expectChanges } from "#kernel/sql";
import { insertAuditEntry } from "#users/audit/audit.statements";
import { endSessions } from "#users/sessions/sessions.statements";

/** An account, with the facts that decide whether it may become the first admin. */
export interface Candidate {
  id: string;
  emailVerifiedAt: number | null;
  disabledAt: number | null;
  /** True if the shop has an admin who can sign in. */
  shopHasAdmin: boolean;
}

interface Promotion {
  userId: string;
  events: readonly Envelope[];
  nowMs: number;
}

const SHOP_HAS_ADMIN = sql`exists (
  select 1 from ${users} other, json_each(other.roles) role
  where role.value = 'admin' and other.disabled_at is null)`;

/** Reads the account that is to become the shop's first admin, and promotes it. */
export const firstAdminStore = ({ db, outbox }: { db: Database; outbox: Outbox }) => ({
  /** Returns the account of an e-mail address in canonical form. */
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

  /** Makes an account the first admin and ends its sessions. Fails if the shop has an admin. */
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
      endSessions({ db }, { userId, reason: "roles_changed", nowMs }),
      insertAuditEntry({ db }, { actorId: null, act: "roles.first_admin", subject: userId, nowMs }),
      outbox.announce(events),
    ]),
});
export type FirstAdminStore = ReturnType<typeof firstAdminStore>;
