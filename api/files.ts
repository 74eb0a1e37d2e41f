import { resolve } from "node:path";
import type { Document } from "./document";

/** The committed document of the whole shop; a test fails when it differs from the definitions. */
export const DOCUMENT = resolve(import.meta.dir, "../docs/openapi.json");

/** Returns a document as the text of its file. */
export const textOf = (document: Document) => `${JSON.stringify(document, null, 2)}\n`;
