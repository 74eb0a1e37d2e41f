import { getTableColumns, type SQL, sql } from "drizzle-orm";
import type { SQLiteTable } from "drizzle-orm/sqlite-core";
import type { Database } from "#db/client";

type Row<Table extends SQLiteTable> = Table["$inferInsert"];
type Column<Table extends SQLiteTable> = keyof Table["_"]["columns"] & string;

const columnsOf = (table: SQLiteTable, keys: readonly string[]) => {
  const columns = getTableColumns(table);
  return keys.map((key) => {
    const column = columns[key];
    if (!column) throw new Error(`The table has no column ${key}.`);
    return { key, name: sql.identifier(column.name), isJson: column.dataType === "json" };
  });
};

/**
 * Inserts many rows, sent as one JSON value, because building and sending a statement that binds each
 * cell is slow. Writes the columns of the first row.
 * @param conflict what to do with existing rows: `keep` or `replace`
 */
export const insertRows = <Table extends SQLiteTable>(
  { write }: Database,
  table: Table,
  rows: readonly Row<Table>[],
  conflict: SQL,
) => {
  const columns = columnsOf(table, Object.keys(rows[0] ?? {}));
  const names = columns.map(({ name }) => name);
  const cells = columns.map(({ key, isJson }) =>
    isJson ? sql`value -> ${`$.${key}`}` : sql`value ->> ${`$.${key}`}`,
  );
  return write.run(sql`
    insert into ${table} (${sql.join(names, sql`, `)})
    select ${sql.join(cells, sql`, `)} from json_each(${JSON.stringify(rows)}) where true
    ${conflict}`);
};

/** Returns conditions that compare columns with the fields of the same names in a JSON object. */
export const holds = <Table extends SQLiteTable>(
  table: Table,
  keys: readonly Column<Table>[],
  object: SQL,
): SQL[] =>
  columnsOf(table, keys).map(({ key, name, isJson }) =>
    isJson
      ? sql`${table}.${name} = ${object} -> ${`$.${key}`}`
      : sql`${table}.${name} is ${object} ->> ${`$.${key}`}`,
  );

/** Keeps an existing row as it is. */
export const keep = sql`on conflict do nothing`;

/** Overwrites these columns of an existing row. */
export const replace = <Table extends SQLiteTable>(
  table: Table,
  key: readonly Column<Table>[],
  written: readonly Column<Table>[],
) => {
  const keys = columnsOf(table, key).map(({ name }) => name);
  const assignments = columnsOf(table, written).map(({ name }) => sql`${name} = excluded.${name}`);
  return sql`on conflict (${sql.join(keys, sql`, `)}) do update set ${sql.join(assignments, sql`, `)}`;
};
