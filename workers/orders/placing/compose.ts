import type { PaymentsRpc } from "#contract/payments";
import type { Connections } from "#orders/connections.compose";
import type { GuestAccess } from "#orders/order/access.rules";
import type { OrdersStore } from "#orders/order/orders.store";
import type { PaymentProgressService } from "#orders/payment-progress/payment-progress.service";
import type { StockStore } from "#orders/stock/stock.store";
import type { OrderLimits } from "./limits.rules";
import { networkDigestBy } from "./network.rules";
import { placingService } from "./placing.service";
import { placingStore } from "./placing.store";
import { replayService } from "./replay.service";

interface Dependencies extends Connections {
  ordersStore: OrdersStore;
  stockStore: StockStore;
  payments: Pick<PaymentsRpc, "methods">;
  progress: PaymentProgressService;
  access: GuestAccess;
  limits: OrderLimits;
  /** The secret key of the digests of networks. */
  secret: string;
}

/** Builds the service that places orders and replays the outcomes. */
export const composePlacing = ({ ordersStore, stockStore, secret, ...deps }: Dependencies) =>
  placingService({
    ...deps,
    store: placingStore(deps),
    stock: stockStore,
    replays: replayService({ ...deps, store: ordersStore }),
    networkDigest: networkDigestBy(secret),
  });
