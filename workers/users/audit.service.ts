import type { StaffAct } from "#contract/users";
import type { Clock } from "#kernel/clock";
import { AppError } from "#kernel/errors";
import { newId } from "#kernel/ids";
import type { AuditStore } from "./audit.store";

/** What staff do is written down before it has an effect. */
export const auditService = ({ store, clock }: { store: AuditStore; clock: Clock }) => ({
  /** @throws 401 `unauthenticated` without a live session, 403 `forbidden` without the role */
  async admit({ userId, sessionId, role, act }: StaffAct): Promise<string> {
    const nowMs = clock.now();
    const id = newId("audit", nowMs);
    const roles = await store.admit(id, { actorId: userId, sessionId, act, nowMs });
    if (!roles) throw new AppError("unauthenticated");
    if (!roles.includes(role) && !roles.includes("admin")) throw new AppError("forbidden");
    return id;
  },
});
export type AuditService = ReturnType<typeof auditService>;
