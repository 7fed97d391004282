type Get = (summary: string, found: object, parameters?: readonly object[]) => object;
type Parameters = {
  readonly inPath: (name: string) => object;
  /** Which incident, in which language. */
  readonly looking: readonly object[];
};

const HTML = { description: 'HTML' };
const REPORT = '/b/{token}/alarms/{alarm}/report';

/** Pages of a hub that are neither the board nor what stands behind it. */
export function pagePaths(get: Get, { inPath, looking }: Parameters): Readonly<Record<string, object>> {
  const report = [inPath('alarm'), ...looking];
  return {
    '/b/{token}/join': get('The page of an invitation: keys are made in the browser', HTML, looking),
    '/b/{token}/plan': get('The page on which the plan of a place is filled in', HTML, looking),
    '/b/{token}/about': get('What the pages are and who answers for them', HTML, looking),
    [REPORT]: get('How far an alarm or a drill reached', HTML, report),
    [`${REPORT}.txt`]: get('The same as text', { description: 'Text' }, report),
    [`${REPORT}.json`]: get(
      'The same as JSON; no-report once its messages are forgotten',
      { description: 'JSON' },
      report,
    ),
  };
}
