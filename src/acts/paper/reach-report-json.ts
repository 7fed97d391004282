import { parseJson } from '../../base/canonical-json.ts';
import type { Json } from '../../base/canonical-json.ts';
import { toMend } from '../alarm/mend.ts';
import type { ReachReport } from '../alarm/reach-report.ts';

const FORMAT = 'shanyrak-reach v1';

/** The report for programs: moments in milliseconds since 1970, spans in seconds; what to mend by its kind. */
export function reachReportJson(report: ReachReport): Json {
  return parseJson(JSON.stringify({ format: FORMAT, ...report, toMend: toMend(report) })) ?? null;
}
