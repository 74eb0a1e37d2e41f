import type { UsersRpc } from "#contract/users";
import { isRead, scopeOf } from "#gateway/requests/prefixes.rules";
import type { Route } from "#gateway/requests/route.rules";
import { type Actor, type ApiKeyActor, hasRole, requireUser } from "#kernel/actor";
import { afterAnswer, currentTrace } from "#kernel/call";
import { log } from "#kernel/log";
import { redactPath } from "#kernel/redaction";
import { requireScope } from "#kernel/routes/access";
import { changedMembersIn } from "#kernel/routes/changed-members";

interface StaffRequest {
  method: string;
  pathname: string;
  route: Route;
  actor: Actor;
}

/** Staff with their current roles, or an API key. */
interface Admitted {
  actor: Actor;
  /** Adds the answer's status and the names of changed members to the audit entry, if there is one. */
  recordAnswer(answer: Response): void;
}

/** A path may hold an address or a key instead of an id, by mistake. The audit keeps neither. */
const actOf = ({ method, pathname, route }: StaffRequest) => ({
  act: `${method} ${redactPath(pathname)}`,
  area: `${method} ${route.prefix}`,
});

/** Returns whether the request changes something or shows personal data. */
const isRecorded = ({ method, route }: StaffRequest) => !isRead(method) || route.recorded === true;

/** Logs a key that lacks the scope. The audit has no row, because a refused request changes nothing. */
const requireScopeOf = (request: StaffRequest, actor: ApiKeyActor) => {
  try {
    requireScope(actor, scopeOf(request.route, request.method));
  } catch (err) {
    log.warn("key.refused", { keyId: actor.keyId, area: actOf(request).area });
    throw err;
  }
};

/**
 * Admits staff to the back office. An access token may be five minutes old, so the users Worker checks
 * the current state of account and session, and audits the request before it runs. It also audits each
 * attempt of a customer, reads included. An API key needs the scope of the route. It is checked again for what
 * is audited only: other reads rely on what the gateway remembers of the key.
 * @throws 401 `unauthenticated`, 403 `forbidden`
 */
export const staffAdmission = (users: Pick<UsersRpc, "admit" | "admitKey" | "noted">) => {
  const admitted = (actor: Actor, auditId: string | null): Admitted => ({
    actor,
    recordAnswer({ status, headers }) {
      if (auditId === null) return;
      afterAnswer(users.noted(auditId, status, currentTrace(), changedMembersIn(headers)));
    },
  });

  const admitKey = async (request: StaffRequest, actor: ApiKeyActor) => {
    requireScopeOf(request, actor);
    if (!isRecorded(request)) return admitted(actor, null);
    const act = { keyId: actor.keyId, ...actOf(request) };
    return admitted(actor, await users.admitKey(act, currentTrace()));
  };

  return async (request: StaffRequest): Promise<Admitted> => {
    const { actor } = request;
    if (actor.kind === "key") return admitKey(request, actor);
    const { userId, sessionId } = requireUser(actor);
    const recorded = isRecorded(request) || !hasRole(actor, "staff");
    const { auditId, roles, signedInAt } = await users.admit(
      { userId, sessionId, role: "staff", ...actOf(request), recorded },
      currentTrace(),
    );
    return admitted({ kind: "user", userId, sessionId, roles, signedInAt }, auditId);
  };
};
export type StaffAdmission = ReturnType<typeof staffAdmission>;
