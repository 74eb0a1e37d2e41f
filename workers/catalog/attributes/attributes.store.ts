import { asc, eq, sql } from "drizzle-orm";
import type { AttributeDefinition, AttributeDefinitionInput } from "#catalog/attributes.contract";
import { attributeDefinitions } from "#db/catalog/attribute.schema";
import type { Database, Statement } from "#db/client";
import { commitGuarded, guard } from "#kernel/mutations/guards";
import type { Idempotency, KeyedRequest } from "#kernel/mutations/idempotency";
import { expectChanges } from "#kernel/sql";

interface Answered {
  request: KeyedRequest | undefined;
  answer: { status: number; body: string };
}

interface Replacement extends Answered {
  definition: AttributeDefinition;
  /** The stored version that is replaced. */
  fromVersion: number;
  nowMs: number;
}

const SHOWN = {
  key: attributeDefinitions.key,
  name: attributeDefinitions.name,
  type: attributeDefinitions.type,
  unit: attributeDefinitions.unit,
  choices: attributeDefinitions.choices,
  position: attributeDefinitions.position,
  version: attributeDefinitions.version,
};

/** The attributes that the shop defines. They are few, and read at once. */
export const attributesStore = (db: Database, idempotency: Pick<Idempotency, "insertFinished">) => {
  const finished = ({ request, answer }: Answered): Statement[] =>
    request ? [idempotency.insertFinished(request, answer)] : [];
  const at = (key: string, version: number) =>
    sql`${attributeDefinitions.key} = ${key} and ${attributeDefinitions.version} = ${version}`;

  return {
    all: (): Promise<AttributeDefinition[]> =>
      db.read.select(SHOWN).from(attributeDefinitions).orderBy(asc(attributeDefinitions.key)),

    async find(key: string): Promise<AttributeDefinition | undefined> {
      const [row] = await db.read
        .select(SHOWN)
        .from(attributeDefinitions)
        .where(eq(attributeDefinitions.key, key));
      return row;
    },

    /** Refuses with `taken` if the shop has an attribute of this key. */
    create: (input: AttributeDefinitionInput, answered: Answered & { nowMs: number }) =>
      commitGuarded<"taken">(db, [
        guard(
          "taken",
          db.write
            .insert(attributeDefinitions)
            .values({ ...input, createdAt: answered.nowMs, updatedAt: answered.nowMs }),
        ),
        ...finished(answered),
      ]),

    /** Refuses with `changed` if the definition has another version. */
    replace: ({ definition, fromVersion, nowMs, ...answered }: Replacement) =>
      commitGuarded<"changed">(db, [
        db.write
          .update(attributeDefinitions)
          .set({ ...definition, updatedAt: nowMs })
          .where(at(definition.key, fromVersion)),
        guard("changed", db.write.run(expectChanges())),
        ...finished(answered),
      ]),

    /** Refuses with `changed` if the definition has another version. */
    delete: (key: string, version: number, answered: Answered) =>
      commitGuarded<"changed">(db, [
        db.write.delete(attributeDefinitions).where(at(key, version)),
        guard("changed", db.write.run(expectChanges())),
        ...finished(answered),
      ]),
  };
};
export type AttributesStore = ReturnType<typeof attributesStore>;
