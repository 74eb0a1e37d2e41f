import type { Connections } from "#users/connections.compose";
import type { SessionsService } from "#users/sessions/sessions.service";
import type { ProofService } from "#users/sign-in/proof.service";
import type { ThrottleService } from "#users/throttle/throttle.service";
import { erasureRoutes } from "./erasure.routes";
import { erasureService } from "./erasure.service";
import { erasureStore } from "./erasure.store";
import { erasureNoticesService } from "./erasure-notices.service";
import { erasureNoticesStore } from "./erasure-notices.store";
import { exportsService } from "./exports.service";
import { exportsStore } from "./exports.store";
import { personalDataService } from "./personal-data.service";
import { personalDataStore } from "./personal-data.store";
import { retentionStore } from "./retention.store";

interface Dependencies extends Connections {
  sessions: SessionsService;
  proof: ProofService;
  throttle: ThrottleService;
}

/** Builds the routes and services that export, erase and delete personal data. */
export const composePrivacy = ({ app, ...deps }: Dependencies) => {
  erasureRoutes(app, erasureService({ ...deps, store: erasureStore(deps) }));
  return {
    erasureNotices: erasureNoticesService({ ...deps, store: erasureNoticesStore(deps) }),
    personalExports: exportsService({ ...deps, store: exportsStore(deps) }),
    personalData: personalDataService({ store: personalDataStore(deps) }).personalData,
    retention: retentionStore(deps),
  };
};
