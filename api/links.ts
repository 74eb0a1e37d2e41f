import type { RouteDefinition } from "#kernel/routes/definition";

interface Link {
  /** The operation that takes the value. */
  to: string;
  /** Its parameters, as runtime expressions over the answer. https://spec.openapis.org/oas/v3.1.0#runtime-expressions */
  parameters: Readonly<Record<string, string>>;
}

const toEach = (operations: readonly string[], parameters: Link["parameters"]): Link[] =>
  operations.map((to) => ({ to, parameters }));

const OWN_ID = { id: "$response.body#/id" };
const FIRST_ID = { id: "$response.body#/data/0/id" };
const FIRST_LINE = { ...OWN_ID, lineId: "$response.body#/lines/0/id" };

const OF_CART = ["readCart", "changeCart", "deleteCart", "listShippingOptions", "addLine"];
const OF_ADDRESS = ["readAddress", "changeAddress", "deleteAddress"];
const OF_CUSTOMER = ["readCustomer", "disableCustomer", "enableCustomer"];
const OF_ORDER = ["readOrder", "readTimeline"];

/** What a caller can do next with an answer, by the operation that gave it. */
const LINKS: Readonly<Record<string, readonly Link[]>> = {
  createCart: [...toEach(OF_CART, OWN_ID), ...toEach(["changeLine", "removeLine"], FIRST_LINE)],
  addLine: toEach(["changeLine", "removeLine"], FIRST_LINE),
  placeOrder: toEach(OF_ORDER, { ...OWN_ID, accessToken: "$response.body#/accessToken" }),
  listOwnOrders: toEach(OF_ORDER, FIRST_ID),
  listOrders: toEach(OF_ORDER, FIRST_ID),
  listProducts: toEach(["readProduct"], { idOrSlug: "$response.body#/data/0/slug" }),
  searchProducts: toEach(["readProduct"], { idOrSlug: "$response.body#/data/0/slug" }),
  listCategories: toEach(["readCategory"], { slug: "$response.body#/data/0/slug" }),
  addAddress: toEach(OF_ADDRESS, OWN_ID),
  listAddresses: toEach(OF_ADDRESS, FIRST_ID),
  listSessions: toEach(["revokeSession"], FIRST_ID),
  listCustomers: toEach(OF_CUSTOMER, FIRST_ID),
  listStaff: toEach(["assignRoles"], FIRST_ID),
};

/** Returns the OpenAPI links of a route's answers, by the names of the operations they lead to. */
export const linksOf = ({ operation }: RouteDefinition) =>
  Object.fromEntries(
    (LINKS[operation] ?? []).map(({ to, parameters }) => [
      to,
      { operationId: to, parameters: { ...parameters } },
    ]),
  );

/** The operations that the links name, for a test. */
export const LINKED = Object.entries(LINKS).flatMap(([from, links]) => [
  from,
  ...links.map(({ to }) => to),
]);
