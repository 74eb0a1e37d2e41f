import type { PaymentsRpc } from "#contract/payments";
import type { Connections } from "#orders/connections.compose";
import { privacyService } from "./privacy.service";
import { privacyStore } from "./privacy.store";

interface Dependencies extends Connections {
  payments: PaymentsRpc;
}

/** Builds the service that exports and erases the personal data in orders. */
export const composePrivacy = ({ db, payments, clock }: Dependencies) =>
  privacyService({ store: privacyStore({ db }), payments, clock });
