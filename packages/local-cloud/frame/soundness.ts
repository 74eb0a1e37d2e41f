import { Database, SQLiteError } from "bun:sqlite";
import { existsSync } from "node:fs";
import { dirname } from "node:path";

/**
 * Returns SQLite's verdict on a file. It reads every page, because opening a file does not reveal damage inside
 * it.
 */
const verdictOn = (file: string) => {
  const db = new Database(file);
  try {
    const [verdict] = db.query("PRAGMA quick_check(1)").values().flat();
    return String(verdict).replace(/\s+/g, " ");
  } finally {
    db.close();
  }
};

const damaged = (file: string, reason: string) =>
  new Error(
    `The files in ${dirname(file)} are damaged (${reason}). Move them away, or start with --fresh to empty everything.`,
  );

const ensureSound = (file: string) => {
  if (!existsSync(file)) return;
  const verdict = verdictOn(file);
  if (verdict !== "ok") throw damaged(file, verdict);
};

/**
 * Checks a stand-in's SQLite file, if it exists, and opens the stand-in.
 * @throws if the file is damaged, with an error that names the folder and the remedy
 */
export const openSound = async <T>(file: string, open: () => Promise<T>): Promise<T> => {
  try {
    ensureSound(file);
    return await open();
  } catch (err) {
    throw err instanceof SQLiteError ? damaged(file, err.message) : err;
  }
};
