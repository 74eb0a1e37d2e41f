import { writeFileSync } from "node:fs";
import { wholeDocument } from "#api/document";
import { DOCUMENT, textOf } from "#api/files";

writeFileSync(DOCUMENT, textOf(await wholeDocument()));
