import { parseArgs } from "node:util";

export interface Options {
  /** Files of variables. Without one, the shop on this machine is checked. */
  files: readonly string[];
  url: string | undefined;
  json: boolean;
  /** Warnings give the exit code 1. */
  strict: boolean;
}

const USAGE =
  "Usage: bun run doctor [<file>…] [--env-file <file>] [--url https://shop.example] [--json] [--strict]";

const parsed = (args: string[]) => {
  try {
    return parseArgs({
      args,
      allowPositionals: true,
      options: {
        "env-file": { type: "string", multiple: true },
        url: { type: "string" },
        json: { type: "boolean" },
        strict: { type: "boolean" },
      },
    });
  } catch {
    throw new Error(USAGE);
  }
};

/** @throws with the usage if an argument is unknown, or the address is not one of HTTP */
export const optionsFrom = (args: string[]): Options => {
  const { values, positionals } = parsed(args);
  const { "env-file": named = [], url, json = false, strict = false } = values;
  if (url !== undefined && !/^https?:$/.test(URL.parse(url)?.protocol ?? "")) {
    throw new Error(USAGE);
  }
  return { files: [...named, ...positionals], url: url?.replace(/\/$/, ""), json, strict };
};
