import { existsSync, readFileSync } from "node:fs";
import { resolve } from "node:path";

/** Real inputs beside the repository: sample products and recorded answers. */
const FOLDER = process.env.BODEGA_TEST_DATA ?? resolve(import.meta.dir, "../../shared/data");

/** Whether the files exist. In CI their absence is a failure. */
export const hasSharedData = existsSync(FOLDER) || process.env.CI === "true";

/** The end of a test's title when the files are missing. */
export const LACKING = hasSharedData ? "" : `: NOT RUN, there is no ${FOLDER}`;

export const sharedData = (name: string) =>
  hasSharedData ? readFileSync(resolve(FOLDER, name), "utf8") : "";
