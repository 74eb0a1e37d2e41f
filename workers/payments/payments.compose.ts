import type { Database } from "#db/client";
import type { Clock } from "#kernel/clock";
import type { Outbox } from "#kernel/events/outbox";
import type { Charge } from "#payments/charges.contract";
import { declinedCardsService } from "#payments/declined-cards/declined-cards.service";
import { declinedCardsStore } from "#payments/declined-cards/declined-cards.store";
import { moneyService } from "#payments/manual/money.service";
import type { CustomersService } from "#payments/saved-methods/customers.service";
import { batchesService } from "./batches.service";
import { closingService } from "./closing.service";
import { methodsOf, refusedCharge } from "./payment-methods.rules";
import { paymentsService } from "./payments.service";
import { paymentsStore } from "./payments.store";
import type { PaymentProvider, ProviderName } from "./provider.port";
import { providerStateService } from "./provider-state.service";
import { retentionService } from "./retention.service";
import { sweepService } from "./sweep.service";

interface Dependencies {
  db: Database;
  outbox: Outbox;
  providers: Record<ProviderName, PaymentProvider>;
  /** The providers that have keys. */
  configured: readonly ProviderName[];
  customers: CustomersService;
  clock: Clock;
  /** The key of the digests of declined cards. */
  secret: string;
  /** The page that buyers return to from 3-D Secure if the storefront named none. */
  returnUrl: string;
}

/** Builds the services that authorise, capture and cancel payments. */
export const composePayments = (dependencies: Dependencies) => {
  const { db, outbox, providers, configured, customers, clock, secret, returnUrl } = dependencies;
  const store = paymentsStore({ db });
  const cards = declinedCardsStore({ db });
  const declinedCards = declinedCardsService({ store: cards, providers, secret });
  const providerState = providerStateService({ store, declinedCards, outbox, providers, clock });
  const closing = closingService({ store, providers });
  const common = { store, providerState, closing, providers, clock };
  const payments = paymentsService({ ...common, customers, configured, returnUrl });
  return {
    store,
    cards,
    providerState,
    payments,
    methods: methodsOf(configured),
    refusedCharge: (charge: Charge) => refusedCharge(charge, { configured, providers }),
    money: moneyService(common),
    batches: batchesService({ store, payments }),
    refreshDue: sweepService(common),
    retain: retentionService(common),
  };
};
