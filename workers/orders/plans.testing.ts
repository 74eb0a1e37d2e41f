import { type PlanException, requireIndexesOf, STEP } from "#db/plans.testing";

/** The statements of orders and stock that may scan or sort. */
const EXCEPTIONS: readonly PlanException[] = [
  // A page of an index, from its beginning.
  {
    text: /from "orders" (where \(\+"orders"\."status" .*)?order by "orders"\."id" (asc|desc) limit/,
    step: /sqlite_autoindex_orders_1/,
    because: "a page of orders, or of sagas in a state that most orders have",
  },
  {
    text: /from "order_returns" .* limit/,
    step: /order_returns_age/,
    because: "a page of returns",
  },
  { text: /from "locations" .* limit/, step: /locations_order/, because: "a page of locations" },
  { text: /"stock"\."alert" > 0 .* limit/, step: /stock_alert/, because: "a page of low stock" },
  // What one request or one order is about.
  {
    text: /^\s*(insert into "(stock_transfers|allocations)"|update "stock" set)/,
    step: STEP.SORT,
    because: "the units of one change, and where they are",
  },
  { text: /from "order_notes"/, step: STEP.SORT, because: "the notes of a page of orders" },
  {
    text: /"orders"\."customer_id" = \? and "orders"\."id" > \?/,
    step: STEP.SORT,
    because: "the orders of one account",
  },
  {
    text: /^select \* from \(select \* from \( .* union all /,
    step: STEP.SORT,
    because: "two pages",
  },
  { text: /from "relocation_lines" where false/, step: STEP.SCAN, because: "nothing" },
  // What the sweep has to do, in random order, so that repeated failures of some do not block the others.
  { text: /from "orders" .*random\(\) limit/, step: STEP.SORT, because: "orders that are stuck" },
  // Tables that staff keep small.
  {
    text: /"locations" p/,
    step: /^SCAN p USING INDEX locations_sourcing/,
    because: "some hundred",
  },
  { text: /json_group_array/, step: STEP.SORT, because: "locations and rates of one price" },
  { text: /"order_comparisons"/, step: STEP.SCAN, because: "one row" },
];

/** Fails if a statement that the orders Worker has sent to a database reads a whole table, or sorts its rows. */
export const requireIndexes = (cloudUrl: string) =>
  requireIndexesOf({ cloudUrl, name: "orders", exceptions: EXCEPTIONS });
