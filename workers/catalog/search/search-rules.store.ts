import { and, asc, eq, sql } from "drizzle-orm";
import {
  type CurationInput,
  SEARCH_RULES_MAX,
  type SearchRule,
  type SearchRuleKind,
  type SearchRules,
  type SynonymInput,
} from "#catalog/search-rules.contract";
import { searchRules } from "#db/catalog/search.schema";
import { type Database, type Statement, statements } from "#db/client";
import { commitGuarded, guard } from "#kernel/mutations/guards";
import { raiseUnless } from "#kernel/sql";

interface StoredRule {
  id: string;
  rule: SearchRule;
  updatedAt: number;
}

interface Named {
  kind: SearchRuleKind;
  id: string;
}

/** Reads and writes synonyms and curations. They are few, and read at once. */
export const searchRulesStore = ({ read, write }: Database) => ({
  /** Returns the rules of a kind, by id. */
  list: (kind: SearchRuleKind): Promise<StoredRule[]> =>
    read
      .select({ id: searchRules.id, rule: searchRules.rule, updatedAt: searchRules.updatedAt })
      .from(searchRules)
      .where(eq(searchRules.kind, kind))
      .orderBy(asc(searchRules.id)),

  /** Returns all rules from the primary. Exact curations come before others, because the first match counts. */
  async all(): Promise<SearchRules> {
    const rows = await read.select().from(searchRules).orderBy(asc(searchRules.id));
    const of = <Rule>(kind: SearchRuleKind) =>
      rows.filter((row) => row.kind === kind).map(({ id, rule }) => ({ id, ...(rule as Rule) }));
    const curations = of<CurationInput>("curation");
    return {
      synonyms: of<SynonymInput>("synonym"),
      curations: [
        ...curations.filter(({ match }) => match === "exact"),
        ...curations.filter(({ match }) => match !== "exact"),
      ],
    };
  },

  /** Creates or replaces a rule. Refuses with `too_many` for a new one beyond the limit. */
  put: ({ kind, id }: Named, stored: Omit<StoredRule, "id">, effects: readonly Statement[]) =>
    commitGuarded<"too_many">({ write }, [
      write
        .insert(searchRules)
        .values({ kind, id, ...stored })
        .onConflictDoUpdate({ target: [searchRules.kind, searchRules.id], set: stored }),
      guard(
        "too_many",
        write.run(
          raiseUnless(
            sql`(select count(*) from ${searchRules} where kind = ${kind}) <= ${SEARCH_RULES_MAX}`,
          ),
        ),
      ),
      ...effects,
    ]),

  async delete({ kind, id }: Named, effects: readonly Statement[]): Promise<void> {
    const named = and(eq(searchRules.kind, kind), eq(searchRules.id, id));
    await write.batch(statements([write.delete(searchRules).where(named), ...effects]));
  },
});
export type SearchRulesStore = ReturnType<typeof searchRulesStore>;
