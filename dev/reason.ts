import { sep } from "node:path";
import { STATE_FOLDER } from "./install";

// Nothing here may import a package, because it runs before installation.

interface SystemError {
  code: string;
  path: string;
  message: string;
}

/** An error of the file system, with the path of the file. */
const isSystemError = (err: unknown): err is SystemError => {
  const { code, path, syscall } = err as Partial<SystemError & { syscall: string }>;
  return [code, path, syscall].every((part) => typeof part === "string");
};

const isMissingPackage = (err: unknown) =>
  (err as { code?: unknown }).code === "ERR_MODULE_NOT_FOUND";

const within = (path: string, folder: string) =>
  path === folder || path.startsWith(`${folder}${sep}`);

/** Returns why something could not start, as one sentence, with a solution if there is one. */
export const reasonOf = (err: unknown, stateFolder = STATE_FOLDER): string => {
  const message =
    err instanceof Error ? err.message : String((err as Partial<Error>)?.message ?? err);
  if (typeof err !== "object" || err === null) return message;
  if (isMissingPackage(err)) return `${message}. Delete node_modules and start again.`;
  if (!isSystemError(err) || !within(err.path, stateFolder)) return message;
  return `${err.path} cannot be used (${message}). Move it away, or start with --fresh to empty everything.`;
};
