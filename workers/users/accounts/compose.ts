import type { OrdersRpc } from "#contract/orders";
import type { Connections } from "#users/connections.compose";
import type { AnswersService } from "#users/replay/stored-answers.service";
import type { SessionsService } from "#users/sessions/sessions.service";
import { accountRoutes } from "./accounts.routes";
import { accountsService } from "./accounts.service";
import { accountsStore } from "./accounts.store";
import { customerRoutes } from "./customers.routes";
import { customersService } from "./customers.service";
import { customersStore } from "./customers.store";
import { lapsedAccountsService } from "./lapsed-accounts.service";
import { lapsedAccountsStore } from "./lapsed-accounts.store";

interface Dependencies extends Connections {
  answers: AnswersService;
  sessions: SessionsService;
  orders: OrdersRpc;
}

/**
 * Builds the routes and services of accounts: profiles, customers and staff for admins, and the deletion of
 * unused accounts.
 */
export const composeAccounts = ({ orders, ...deps }: Dependencies) => {
  const { app, db, clock } = deps;
  const store = accountsStore(deps);
  const accounts = accountsService({ ...deps, store });
  const customers = customersService({ ...deps, store: customersStore(deps), accounts: store });
  const lapsedAccounts = lapsedAccountsService({
    store: lapsedAccountsStore({ db }),
    orders,
    clock,
  });
  accountRoutes(app, accounts);
  customerRoutes(app, customers);
  return { accounts, accountsStore: store, lapsedAccounts };
};
