import { defineConfig } from "drizzle-kit";
import { DATABASES } from "./databases";

const name = DATABASES.find((database) => database === process.env.DATABASE);
if (!name) throw new Error(`DATABASE must be one of ${DATABASES.join(", ")}`);

export default defineConfig({
  dialect: "turso",
  schema: `./db/${name}/*schema.ts`,
  out: `./db/${name}/migrations`,
});
