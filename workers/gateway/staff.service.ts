import type { UsersRpc } from "#contract/users";
import { type Actor, hasRole, requireUser, type User } from "#kernel/actor";
import { afterAnswer, currentTrace } from "#kernel/call";
import type { Route } from "./prefixes.rules";

/** Staff who have been let in: who they are now, and where it is written down what became of their act. */
interface Admitted {
  actor: User;
  noted(status: number): void;
}

/**
 * The door to the back office. A token says who somebody was up to five minutes ago; what staff may do
 * is asked of their account and session as they are now, and written down before it is done. A customer
 * who knocks is written down whatever they want.
 * @throws 401 `unauthenticated`, 403 `forbidden`
 */
export const staffDoor =
  (users: Pick<UsersRpc, "admit" | "noted">) =>
  async (request: Request, { pathname }: URL, route: Route, actor: Actor): Promise<Admitted> => {
    const { userId, sessionId } = requireUser(actor);
    const isStranger = !hasRole(actor, "staff");
    const isRead = request.method === "GET" || request.method === "HEAD";
    const { auditId, roles } = await users.admit(
      {
        ...{ userId, sessionId, role: "staff", act: `${request.method} ${pathname}` },
        area: `${request.method} ${route.prefix}`,
        recorded: !isRead || route.recorded === true || isStranger,
      },
      currentTrace(),
    );
    return {
      actor: { kind: "user", userId, sessionId, roles },
      noted(status) {
        if (auditId !== null) afterAnswer(users.noted(auditId, status, currentTrace()));
      },
    };
  };
export type StaffDoor = ReturnType<typeof staffDoor>;
