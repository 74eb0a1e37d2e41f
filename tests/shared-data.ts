import { existsSync, readFileSync } from "node:fs";
import { resolve } from "node:path";

/** Real inputs that are no part of the repository: sample products, recorded answers. They lie beside it. */
const FOLDER = process.env.BODEGA_TEST_DATA ?? resolve(import.meta.dir, "../../shared/data");

/** Whether they are there. CI has them: there it is a failure when they are not. */
export const hasSharedData = existsSync(FOLDER) || process.env.CI === "true";

/** What a title says where they are not. */
export const LACKING = hasSharedData ? "" : `: NOT RUN, there is no ${FOLDER}`;

export const sharedData = (name: string) =>
  hasSharedData ? readFileSync(resolve(FOLDER, name), "utf8") : "";
