import type { LineError } from "#catalog/import/csv.rules";
import type { ImportStore } from "#catalog/import/import.store";
import { planBatch } from "#catalog/import/import-batch.service";
import type { ImportPartsStore } from "#catalog/import/import-parts.store";
import { importReport } from "#catalog/import/import-report.rules";
import type { ImportInput } from "#catalog/import/receiving.service";
import { productOf } from "#catalog/import/shopify.rules";
import { groupOf } from "#catalog/import/stored-rows.rules";
import type { DecideStep } from "#catalog/jobs/job-steps.service";
import type { Clock } from "#kernel/clock";
import { jobErrorOf } from "./receiving.service";

interface Dependencies {
  store: ImportStore;
  parts: ImportPartsStore;
  clock: Clock;
}

/** Imports a part of an uploaded file in each step of its job. */
export const importStepsService =
  ({ store, parts, clock }: Dependencies): DecideStep =>
  async ({ id, input, cursor, report: before }) => {
    const { currency, header, parts: count } = input as ImportInput;
    const position = Number(cursor ?? 0);
    const groups = await parts.read(id, position);
    const errors: LineError[] = [];
    const reportError = (error: LineError) => errors.push(error);
    const products = groups.flatMap(
      (group) => productOf(groupOf(group, header), { currency, reportError }) ?? [],
    );
    const planned = await planBatch(products, { store, currency, nowMs: clock.now() });
    const report = importReport(before ?? undefined);
    report.count(planned.plans);
    return {
      changes: planned.changes,
      progress: {
        done: groups.length,
        cursor: position + 1 < count ? String(position + 1) : null,
        errors: [...errors, ...planned.errors].map(jobErrorOf),
        report: report.tally(),
      },
      also: [parts.remove(id, position)],
    };
  };
