import { SqlError } from "./error";
import type { Statement } from "./statement";
import { type SqlValue, type Stmt, valueFromWire } from "./wire";

const mismatch = (reason: string) =>
  new SqlError("ARGS_INVALID", `Arguments do not match SQL parameters: ${reason}`);

const byName = ({ named_args }: Stmt, name: string) =>
  named_args.find((arg) => arg.name === name) ??
  named_args.find((arg) => arg.name === name.slice(1));

const valueFor = (stmt: Stmt, name: string | undefined, position: number) => {
  if (name === undefined) return stmt.args[position - 1];
  if (name.startsWith("?")) return stmt.args[Number(name.slice(1)) - 1];
  return byName(stmt, name)?.value;
};

export const refuseMixedArguments = ({ args, named_args }: Stmt) => {
  if (args.length === 0 || named_args.length === 0) return;
  throw new SqlError(
    "ARGS_BOTH_POSITIONAL_AND_NAMED",
    "Specifying both positional and named arguments is not supported",
  );
};

/**
 * Returns the arguments in the order of SQLite's parameters. Throws if arguments are missing or surplus, as
 * libsql-server does; SQLite itself would accept them.
 */
export const argumentsFor = ({ params, kind }: Statement, stmt: Stmt): SqlValue[] => {
  const given = stmt.args.length + stmt.named_args.length;
  if (given > params.length) {
    throw mismatch(`too many parameters, expected ${params.length} found ${given}`);
  }
  return params.map((name, index) => {
    const value = valueFor(stmt, name, index + 1);
    if (value) return valueFromWire(value);
    if (kind === "explain") return null;
    throw mismatch(`value for parameter ${name ?? index + 1} not found`);
  });
};
