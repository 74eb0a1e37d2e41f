import type { Envelope } from "#kernel/events";
import { guard } from "#kernel/guards";
import type { Outbox } from "#kernel/outbox";
import { raiseUnless } from "#kernel/sql";
import { goesOn } from "#users/active-session.statements";
import { auditRow } from "#users/audit/audit.store";
import { type BatchTools, commit } from "#users/replay/stored-answers.store";

interface PersonalExport {
  userId: string;
  /** The session that asks. */
  sessionId: string;
  events: readonly Envelope[];
  nowMs: number;
}

/** Exports of accounts' personal data. */
export const exportsStore = ({ outbox, ...tools }: BatchTools & { outbox: Outbox }) => ({
  /** Writes down and announces an export in one batch. */
  begin: ({ userId, sessionId, events, nowMs }: PersonalExport) =>
    commit(tools, undefined, [
      guard("session_ended", tools.db.write.run(raiseUnless(goesOn(userId, sessionId, nowMs)))),
      auditRow(tools, { actorId: userId, act: "account.exported", subject: userId, nowMs }),
      outbox.announce(events),
    ]),
});
export type ExportsStore = ReturnType<typeof exportsStore>;
