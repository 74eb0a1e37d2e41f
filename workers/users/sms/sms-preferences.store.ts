import { and, eq } from "drizzle-orm";
import { users } from "#db/users/schema";
import type { Envelope } from "#kernel/events/events";
import type { Outbox } from "#kernel/events/outbox";
import { guard } from "#kernel/mutations/guards";
import { expectChanges } from "#kernel/sql";
import { insertAuditEntry } from "#users/audit/audit.statements";
import {
  type CommitDependencies,
  commit,
  type StoredAnswer,
} from "#users/replay/stored-answers.store";

/** The columns of an account that say whether it gets SMS. */
const SMS_OPT_IN = {
  id: users.id,
  smsPhone: users.smsPhone,
  smsSince: users.smsSince,
  emailVerifiedAt: users.emailVerifiedAt,
  version: users.version,
};
export interface SmsOptIn {
  id: string;
  /** The phone that gets SMS, in the form E.164; null without a consent. */
  smsPhone: string | null;
  smsSince: number | null;
  emailVerifiedAt: number | null;
  version: number;
}

interface Change {
  changed: SmsOptIn;
  events: readonly Envelope[];
  nowMs: number;
}

/** Accounts per STOP: more accounts than that do not share a phone. */
const ACCOUNTS_MAX = 50;

/** Stores the consents to SMS. */
export const smsPreferencesStore = ({
  outbox,
  ...deps
}: CommitDependencies & { outbox: Outbox }) => {
  const { db } = deps;
  return {
    async find(userId: string): Promise<SmsOptIn | undefined> {
      const [row] = await db.write.select(SMS_OPT_IN).from(users).where(eq(users.id, userId));
      return row;
    },

    withPhone: (phone: string): Promise<SmsOptIn[]> =>
      db.write.select(SMS_OPT_IN).from(users).where(eq(users.smsPhone, phone)).limit(ACCOUNTS_MAX),

    /** Changes a consent unless another request has changed the account since it was read. */
    replace({ changed, events, nowMs }: Change, stored?: StoredAnswer) {
      const { id, smsPhone, smsSince, version } = changed;
      const act = smsPhone === null ? "sms.ended" : "sms.agreed";
      return commit(deps, stored, [
        db.write
          .update(users)
          .set({ smsPhone, smsSince, version, updatedAt: nowMs })
          .where(and(eq(users.id, id), eq(users.version, version - 1))),
        guard("account_changed", db.write.run(expectChanges())),
        insertAuditEntry(deps, { actorId: id, act, subject: id, nowMs }),
        outbox.announce(events),
      ]);
    },
  };
};
export type SmsPreferencesStore = ReturnType<typeof smsPreferencesStore>;
