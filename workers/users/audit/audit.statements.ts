import { and, eq, gt, isNull, type SQL, sql } from "drizzle-orm";
import type { Database, Statement } from "#db/client";
import { apiKeys, auditEntries, sessions, users } from "#db/users/schema";
import type { Role } from "#kernel/actor";
import { currentTrace } from "#kernel/call";
import { newId } from "#kernel/ids";
import { isActiveKey } from "#users/active-key.statements";

/** A new audit entry. It contains ids, and neither e-mail addresses nor names. */
export interface AuditEntry {
  /** The account that acted; null for a guest. */
  actorId: string | null;
  act: string;
  subject?: string | SQL<string | null>;
  nowMs: number;
  /**
   * True for acts that strangers can repeat without limit. Equal entries of one hour then share a row with
   * a count.
   */
  repeatable?: true;
}

const HOUR_MS = 60 * 60 * 1000;
/**
 * The maximum number of separate rows for an account's acts in an hour. Above it, equal acts share a row
 * with a count.
 */
export const ROWS_AN_HOUR = 100;
/** The maximum length of a stored act, which is cut if its path is longer. */
const ACT_CHARS_MAX = 256;

const nameOf = (
  actor: SQL | string | null,
  act: string,
  subject: SQL | string | null,
  hour: number,
) => sql`coalesce(${actor}, '-') || ${` ${act} ${hour} `} || coalesce(${subject}, '-')`;

type Windowed = Omit<AuditEntry, "actorId"> & { actorId: SQL | string | null };

/** Returns the key of the row that equal entries of an hour share, or null if the entry has its own row. */
export const windowKeyOf = (entry: Windowed): SQL | null => {
  const { actorId, act, subject = null, nowMs, repeatable } = entry;
  const hour = Math.floor(nowMs / HOUR_MS);
  if (repeatable) return nameOf(actorId, act, subject, hour);
  if (actorId === null) return null;
  const written = sql`(select count(*) from ${auditEntries}
    where ${auditEntries.actorId} = ${actorId} and ${auditEntries.at} >= ${hour * HOUR_MS})`;
  return sql`iif(${written} < ${ROWS_AN_HOUR}, null, ${nameOf(actorId, act, null, hour)})`;
};

const COUNTED_UP = {
  target: auditEntries.windowKey,
  set: { count: sql`${auditEntries.count} + 1` },
};

/**
 * Inserts an audit entry, or increments the count of an equal entry. It is part of the batch that commits
 * the act.
 */
export const insertAuditEntry = ({ db }: { db: Database }, entry: AuditEntry): Statement => {
  const { actorId, act, subject = null, nowMs } = entry;
  return db.write
    .insert(auditEntries)
    .values({
      id: newId("audit", nowMs),
      at: nowMs,
      actorId,
      act,
      subject,
      requestId: currentTrace().requestId,
      windowKey: windowKeyOf(entry),
    })
    .onConflictDoUpdate(COUNTED_UP);
};

/** A request on a route of staff, with its actor. */
export interface Act {
  id: string;
  actorId: string;
  act: string;
  /** The recorded name of a refused act, so that a caller cannot create a row for each path. */
  area: string;
  subject: string | null;
  nowMs: number;
}

/** An act of staff, with what decides whether it is allowed. */
export interface StaffRequest extends Act {
  sessionId: string;
  role: Role;
  recorded: boolean;
}

/** SQL condition: the session is active and belongs to the actor. */
const isActiveActor = ({ actorId, sessionId, nowMs }: StaffRequest) =>
  and(
    eq(sessions.id, sessionId),
    eq(users.id, actorId),
    isNull(sessions.endedAt),
    gt(sessions.expiresAt, nowMs),
    isNull(users.disabledAt),
  );

/**
 * SQL expression for the status of a refused act of staff: 401 or 403. It is null for an allowed act, whose status
 * is recorded later.
 */
export const refusalOfStaff = (act: StaffRequest) => {
  const actorRoles = sql`select ${users.roles} from ${sessions} inner join ${users}
    on ${users.id} = ${sessions.userId} where ${isActiveActor(act)}`;
  const mayAct = sql`exists (select 1 from json_each((${actorRoles})) role
    where role.value in (${act.role}, 'admin'))`;
  return sql<number | null>`iif(exists (${actorRoles}), iif(${mayAct}, null, 403), 401)`;
};

/** Selects the kind of an API key, unless it is revoked or expired. */
export const kindOfKey = ({ db }: { db: Database }, { actorId, nowMs }: Act) =>
  db.write
    .select({ kind: apiKeys.kind })
    .from(apiKeys)
    .where(and(eq(apiKeys.id, actorId), isActiveKey(nowMs)));

/** SQL expression for the status of a refused act of an API key, as `refusalOfStaff`. */
export const refusalOfKey = ({ actorId, nowMs }: Act) => {
  const kind = sql`(select ${apiKeys.kind} from ${apiKeys}
    where ${apiKeys.id} = ${actorId} and ${isActiveKey(nowMs)})`;
  return sql<
    number | null
  >`case ${kind} when 'secret' then null when 'public' then 403 else 401 end`;
};

/**
 * Inserts the audit entry of an act. One of the two statements inserts it if the act is allowed, the other
 * if it is refused.
 * @param status the status of a refused act; null for an allowed one
 */
export const insertAct = (
  { db }: { db: Database },
  act: Act,
  status: SQL<number | null>,
): [Statement, Statement] => {
  const { id, actorId, area, subject, nowMs } = act;
  const { requestId } = currentTrace();
  const path = act.act.slice(0, ACT_CHARS_MAX);
  const name = nameOf(actorId, area, null, Math.floor(nowMs / HOUR_MS));
  return [
    db.write.run(sql`
      insert into ${auditEntries} (id, at, actor_id, act, subject, request_id)
      select ${id}, ${nowMs}, ${actorId}, ${path}, ${subject}, ${requestId}
      where ${status} is null`),
    db.write.run(sql`
      insert into ${auditEntries} (id, at, actor_id, act, status, request_id, window_key)
      select ${id}, ${nowMs}, ${actorId}, ${area}, ${status}, ${requestId}, ${name}
      where ${status} is not null
      on conflict (window_key) do update set count = count + 1`),
  ];
};

/** Selects the current roles of an actor with an active session, and when it began. */
export const rolesOfActor = ({ db }: { db: Database }, act: StaffRequest) =>
  db.write
    .select({ roles: users.roles, signedInAt: sessions.createdAt })
    .from(sessions)
    .innerJoin(users, eq(users.id, sessions.userId))
    .where(isActiveActor(act));
