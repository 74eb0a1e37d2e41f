import type { Connections } from "#users/connections.compose";
import { auditRoutes } from "./audit.routes";
import { auditService } from "./audit.service";
import { auditStore } from "./audit.store";

/** Builds the routes and the service of the audit log. */
export const composeAudit = ({ app, db, clock }: Connections) => {
  const audit = auditService({ store: auditStore({ db }), clock });
  auditRoutes(app, audit);
  return audit;
};
