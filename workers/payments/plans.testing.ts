import { type PlanException, requireIndexesOf, STEP } from "#db/plans.testing";

/** The statements of payments that may scan or sort. */
const EXCEPTIONS: readonly PlanException[] = [
  // A page of an index, from its beginning.
  { text: /from "disputes" .* limit/, step: /disputes_age/, because: "a page of disputes" },
  {
    text: /from "breaks" .* limit/,
    step: /breaks_(open|resolved)/,
    because: "a page of differences",
  },
  { text: /^select \? as nth, count\(\*\)/, step: STEP.SCAN, because: "gauges, each with a limit" },
  // What one order is about.
  {
    text: /from "(refunds|disputes)" where .*"order_id" in/,
    step: STEP.SORT,
    because: "the refunds and disputes of some orders",
  },
  { text: / where false/, step: STEP.SCAN, because: "nothing" },
  { text: /"reconciliations"/, step: /./, because: "one row for each feed of a provider" },
];

/** Fails if a statement that the payments Worker has sent to a database reads a whole table, or sorts its rows. */
export const requireIndexes = (cloudUrl: string) =>
  requireIndexesOf({ cloudUrl, name: "payments", exceptions: EXCEPTIONS });
