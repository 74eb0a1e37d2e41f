import type { Envelope } from "#kernel/events/events";
import type { Outbox } from "#kernel/events/outbox";
import { guard } from "#kernel/mutations/guards";
import { raiseUnless } from "#kernel/sql";
import { activeSession } from "#users/active-session.statements";
import { insertAuditEntry } from "#users/audit/audit.statements";
import { type CommitDependencies, commit } from "#users/replay/stored-answers.store";

interface PersonalExport {
  userId: string;
  /** The session of the request, which must be active. */
  sessionId: string;
  events: readonly Envelope[];
  nowMs: number;
}

/** Records exports of accounts' personal data. */
export const exportsStore = ({ outbox, ...deps }: CommitDependencies & { outbox: Outbox }) => ({
  /** Records an export in the audit log and announces its event, in one batch. */
  begin: ({ userId, sessionId, events, nowMs }: PersonalExport) =>
    commit(deps, undefined, [
      guard(
        "session_ended",
        deps.db.write.run(raiseUnless(activeSession(userId, sessionId, nowMs))),
      ),
      insertAuditEntry(deps, { actorId: userId, act: "account.exported", subject: userId, nowMs }),
      outbox.announce(events),
    ]),
});
export type ExportsStore = ReturnType<typeof exportsStore>;
