import type { SQLQueryBindings } from "bun:sqlite";
import { z } from "zod";
import { type Account, findNamed } from "./account";
import type { Kind, Kinds } from "./objects";
import { integer, list, text } from "./params";
import { invalidRequest } from "./refusal";
import { NARROWING } from "./store";

const LIMIT_DEFAULT = 10;
const LIMIT_MAX = 100;

const Range = z.union([
  integer,
  z.strictObject({
    gt: integer.optional(),
    gte: integer.optional(),
    lt: integer.optional(),
    lte: integer.optional(),
  }),
]);

const paging = {
  ending_before: text().optional(),
  limit: integer.optional(),
  starting_after: text().optional(),
};
const recent = { ...paging, created: Range.optional() };

/** The filters of each kind's list. */
export const ListParams = {
  payment_intent: z.strictObject({ ...recent, customer: text().optional() }),
  charge: z.strictObject({
    ...recent,
    customer: text().optional(),
    payment_intent: text().optional(),
  }),
  refund: z.strictObject({
    ...recent,
    charge: text().optional(),
    payment_intent: text().optional(),
  }),
  payment_method: z.strictObject({ ...paging, type: z.enum(["card"]).optional() }),
  dispute: z.strictObject({
    ...recent,
    charge: text().optional(),
    payment_intent: text().optional(),
  }),
  event: z.strictObject({ ...recent, type: text().optional(), types: list(text()).optional() }),
};

/** The filters of all lists together. */
export interface Selection {
  created?: z.infer<typeof Range> | undefined;
  customer?: string | undefined;
  payment_intent?: string | undefined;
  charge?: string | undefined;
  type?: string | undefined;
  types?: string[] | undefined;
  limit?: number | undefined;
  starting_after?: string | undefined;
  ending_before?: string | undefined;
}

export interface Page<T> {
  object: "list";
  data: T[];
  has_more: boolean;
  url: string;
}

const COMPARISONS = { gt: ">", gte: ">=", lt: "<", lte: "<=" } as const;

/** The conditions of a query, each with its value. */
type Where = [sql: string, value: SQLQueryBindings][];

const createdWithin = (created: NonNullable<Selection["created"]>): Where => {
  if (typeof created === "number") return [["created = ?", created]];
  return (Object.keys(COMPARISONS) as (keyof typeof COMPARISONS)[]).flatMap((name): Where => {
    const bound = created[name];
    return bound === undefined ? [] : [[`created ${COMPARISONS[name]} ?`, bound]];
  });
};

/** Filters by event type. A type may end in `*`. */
const ofTypes = ({ type, types = type ? [type] : [] }: Selection): Where =>
  types.length === 0
    ? []
    : [
        [
          "EXISTS (SELECT 1 FROM json_each(?) AS filter WHERE objects.type GLOB filter.value)",
          JSON.stringify(types.map((name) => name.replace(/[[?]/g, ""))),
        ],
      ];

const beyond = (
  account: Account,
  kind: Kind,
  { starting_after, ending_before }: Selection,
): Where => {
  if (starting_after && ending_before) {
    throw invalidRequest(
      "Received both starting_after and ending_before parameters. Please pass in only one.",
    );
  }
  const place = "(SELECT created, seq FROM objects WHERE id = ?)";
  if (starting_after) {
    findNamed(account, kind, starting_after, "starting_after");
    return [[`(created, seq) < ${place}`, starting_after]];
  }
  if (!ending_before) return [];
  findNamed(account, kind, ending_before, "ending_before");
  return [[`(created, seq) > ${place}`, ending_before]];
};

/** Returns one page, newest first. */
export const listPage = <K extends Kind>(
  account: Account,
  kind: K,
  selection: Selection,
): Page<Kinds[K]> => {
  const limit = Math.min(Math.max(selection.limit ?? LIMIT_DEFAULT, 1), LIMIT_MAX);
  const where: Where = [
    ["kind = ?", kind],
    ...NARROWING.flatMap((name): Where => {
      const value = selection[name];
      return value ? [[`${name} = ?`, value]] : [];
    }),
    ...(selection.created === undefined ? [] : createdWithin(selection.created)),
    ...ofTypes(selection),
    ...beyond(account, kind, selection),
  ];
  const order = selection.ending_before ? "ASC" : "DESC";
  const rows = account.db
    .query<{ body: string }, SQLQueryBindings[]>(
      `SELECT body FROM objects WHERE ${where.map(([sql]) => sql).join(" AND ")} ORDER BY created ${order}, seq ${order} LIMIT ?`,
    )
    .all(...where.map(([, value]) => value), limit + 1);
  const data = rows.slice(0, limit).map(({ body }) => JSON.parse(body) as Kinds[K]);
  if (selection.ending_before) data.reverse();
  return { object: "list", data, has_more: rows.length > limit, url: `/v1/${kind}s` };
};
