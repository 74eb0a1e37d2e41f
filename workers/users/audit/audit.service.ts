import * as z from "zod";
import type { Clock } from "#kernel/clock";
import { AppError } from "#kernel/errors";
import { Id, newId } from "#kernel/ids";
import { decodeCursor, type Page, type PageRequest, pageOf } from "#kernel/routes/page";
import type { ApiKeyAct, AuditEntryView, StaffAct, StaffAdmission } from "./audit.contract";
import type { AuditRow, AuditStore } from "./audit.store";

interface Dependencies {
  store: AuditStore;
  clock: Clock;
}

interface ListQuery extends PageRequest {
  actor?: string | undefined;
  subject?: string | undefined;
  act?: string | undefined;
}

const Cursor = z.tuple([z.number().int(), Id("audit")]);

/** Returns the first id in a path. It is the subject of the act. */
const subjectOf = (act: string) => /\/([a-z]{3}_[0-9a-z]{8,40})(?=\/|$)/.exec(act)?.[1];

const view = ({ at, changed, ...row }: AuditRow): AuditEntryView => ({
  ...row,
  changed: changed ?? [],
  at: new Date(at).toISOString(),
});

/** Admits staff and API keys to routes, records their acts, and lists audit entries. */
export const auditService = ({ store, clock }: Dependencies) => ({
  /**
   * Records an act of staff, and then admits them to its route.
   * @throws 401 `unauthenticated` without an active session, 403 `forbidden` without the role
   */
  async admit({ userId, sessionId, role, act, area, recorded }: StaffAct): Promise<StaffAdmission> {
    const nowMs = clock.now();
    const id = newId("audit", nowMs);
    const entry = { actorId: userId, act, area, subject: subjectOf(act) ?? null, nowMs };
    const actor = await store.admit({ id, sessionId, role, recorded, ...entry });
    if (!actor) throw new AppError("unauthenticated");
    const { roles, signedInAt } = actor;
    if (!roles.includes(role) && !roles.includes("admin")) throw new AppError("forbidden");
    return { auditId: recorded ? id : null, roles, signedInAt };
  },

  /**
   * Records an act of an API key on a route of staff. Returns the id of the entry.
   * @throws 401 `unauthenticated` for a revoked or expired key, 403 `forbidden` for a public one
   */
  async admitKey({ keyId, act, area }: ApiKeyAct): Promise<string> {
    const nowMs = clock.now();
    const id = newId("audit", nowMs);
    const subject = subjectOf(act) ?? null;
    const kind = await store.admitKey({ id, actorId: keyId, act, area, subject, nowMs });
    if (!kind) throw new AppError("unauthenticated");
    if (kind !== "secret")
      throw new AppError("forbidden", "A public API key only reads the storefront.");
    return id;
  },

  noted: store.noted,

  /** Returns a page of audit entries, newest first. */
  async list({ limit, cursor, ...filter }: ListQuery): Promise<Page<AuditEntryView>> {
    const before = decodeCursor(cursor, Cursor);
    const rows = await store.page({ limit, before, ...filter });
    return pageOf(rows, limit, (row) => [row.at, row.id], view);
  },
});
export type AuditService = ReturnType<typeof auditService>;
