import type { UsersRpc } from "#contract/users";
import type { Route } from "#gateway/requests/prefixes.rules";
import { type Actor, hasRole, requireUser, type User } from "#kernel/actor";
import { afterAnswer, currentTrace } from "#kernel/call";

interface StaffRequest {
  method: string;
  pathname: string;
  route: Route;
  actor: Actor;
}

/** Staff with their current roles. */
interface Admitted {
  actor: User;
  /** Adds the status of the answer to the audit entry, if there is one. */
  recordStatus(status: number): void;
}

/**
 * Admits staff to the back office. An access token may be five minutes old, so the users Worker checks
 * the current state of account and session, and audits the request before it runs. It also audits each
 * attempt of a customer, reads included.
 * @throws 401 `unauthenticated`, 403 `forbidden`
 */
export const staffAdmission =
  (users: Pick<UsersRpc, "admit" | "noted">) =>
  async ({ method, pathname, route, actor }: StaffRequest): Promise<Admitted> => {
    const { userId, sessionId } = requireUser(actor);
    const isRead = method === "GET" || method === "HEAD";
    const { auditId, roles } = await users.admit(
      {
        userId,
        sessionId,
        role: "staff",
        act: `${method} ${pathname}`,
        area: `${method} ${route.prefix}`,
        recorded: !isRead || route.recorded === true || !hasRole(actor, "staff"),
      },
      currentTrace(),
    );
    return {
      actor: { kind: "user", userId, sessionId, roles },
      recordStatus(status) {
        if (auditId !== null) afterAnswer(users.noted(auditId, status, currentTrace()));
      },
    };
  };
export type StaffAdmission = ReturnType<typeof staffAdmission>;
