// Reporter for node:test. Prints one line per file and the failures in full; hands the counts to the caller
// as JSON in the file SHANYRAK_REPORT. Counts tests, not suites (`describe`).
import { writeFileSync } from 'node:fs';
import { dirname, relative, sep } from 'node:path';
import { fileURLToPath } from 'node:url';
import { inspect } from 'node:util';

const ROOT = dirname(dirname(fileURLToPath(import.meta.url)));
// What a failing file printed is shown up to here; a runaway loop prints without end.
const OUTPUT_CHARS_MAX = 4_000;
const UNKNOWN = '(file not known)';

// The default export is what node:test asks of a reporter.
export default async function* report(events) {
  const files = new Map();
  const trail = [];
  for await (const { type, data } of events) {
    if (type === 'test:start') trail.splice(data.nesting, Infinity, data.name);
    if (type === 'test:stdout' || type === 'test:stderr') keepOutput(files, data);
    // What goes wrong after a test has ended, node:test only mentions.
    if (type === 'test:diagnostic' && data.message.startsWith('Error: ')) {
      keepOutput(files, { ...data, message: `${data.message}\n` });
    }
    if (type === 'test:pass' || type === 'test:fail') {
      trail.splice(data.nesting, Infinity, data.name);
      count(fileOf(files, data), type, data, trail.join(' › '));
    }
    if (type === 'test:summary' && data.file !== undefined) {
      const file = fileOf(files, data);
      file.ms = data.duration_ms;
      file.isDone = true;
      yield show(file);
    }
  }
  for (const file of files.values()) if (!file.isDone) yield show(file);
  if (process.env.SHANYRAK_REPORT) writeFileSync(process.env.SHANYRAK_REPORT, JSON.stringify(total(files)));
}

function fileOf(files, data) {
  const path = data.entryFile ?? data.file ?? UNKNOWN;
  const found = files.get(path);
  if (found !== undefined) return found;
  const name = relative(ROOT, path).split(sep).join('/');
  const fresh = { name, ms: 0, passed: 0, failed: 0, skips: [], failures: [], output: '', isDone: false };
  files.set(path, fresh);
  return fresh;
}

function keepOutput(files, data) {
  const file = fileOf(files, data);
  if (file.output.length < OUTPUT_CHARS_MAX) file.output += data.message;
}

function count(file, type, data, title) {
  // node:test gives a file that is empty or does not load a test of its own, named by its path.
  const isFile = data.nesting === 0 && sameFile(data.name, file.name);
  const isPass = type === 'test:pass';
  if (isFile) return countFile(file, data, isPass);
  if (data.nesting === 0) file.ms += data.details.duration_ms;
  if (isGiven(data.skip)) return file.skips.push(skipped(title, data.skip));
  if (data.details.type === 'suite' && (isPass || isOnlyEcho(data))) return undefined;
  if (isGiven(data.todo)) return file.skips.push(skipped(title, data.todo, 'to do: '));
  if (isPass) return void (file.passed += 1);
  file.failed += 1;
  return isOnlyEcho(data) ? undefined : file.failures.push({ title, ...details(data) });
}

/** `skip` and `todo` are a reason, `true`, or absent; `t.skip()` gives an empty reason. */
function isGiven(mark) {
  return mark !== undefined && mark !== false;
}

function countFile(file, data, isPass) {
  file.failed += 1;
  // It may come after the file's line was printed, when something went wrong after its last test.
  file.isDone = false;
  const text = isPass ? 'there is no test in it' : `the file did not run to its end${exitCodeOf(data)}`;
  const { text: why } = details(data);
  file.failures.push({ title: text, text: isPass || why === 'test failed' ? '' : why });
}

function exitCodeOf(data) {
  const code = data.details.error?.exitCode;
  return code === undefined ? '' : ` (exit code ${code})`;
}

function sameFile(name, path) {
  const slashed = name.split(sep).join('/');
  return slashed === path || slashed.endsWith(`/${path}`);
}

/** A parent that failed only because a test inside it failed. */
function isOnlyEcho(data) {
  return data.details.error?.failureType === 'subtestsFailed';
}

function skipped(title, reason, prefix = '') {
  return {
    title,
    reason: prefix + (typeof reason === 'string' && reason !== '' ? reason : 'no reason given'),
  };
}

function details(data) {
  const error = data.details.error;
  const cause = error?.cause ?? error;
  return {
    text: withoutNodeFrames(describe(cause)),
    ...(data.line !== undefined && { at: `:${data.line}` }),
  };
}

function describe(cause) {
  if (typeof cause === 'string') return cause;
  // An assertion's message already shows both sides.
  if (cause?.code === 'ERR_ASSERTION' && typeof cause.stack === 'string') return cause.stack;
  return inspect(cause, { depth: 6, maxStringLength: OUTPUT_CHARS_MAX });
}

function withoutNodeFrames(text) {
  const lines = text.split('\n').filter((line) => !/^\s+at .*\(?node:/.test(line));
  return lines.join('\n');
}

function show(file) {
  const counts = [`${file.passed} passed`, `${file.failed} failed`, `${file.skips.length} skipped`];
  const mark = file.failed > 0 ? 'FAIL' : '    ';
  const lines = [`${mark} ${seconds(file.ms)}  ${counts.map((c) => c.padEnd(11)).join(' ')} ${file.name}`];
  for (const failure of file.failures) {
    lines.push('', `     ✗ ${failure.title}   (${file.name}${failure.at ?? ''})`);
    if (failure.text !== '') lines.push(indent(withoutRoot(failure.text)));
    lines.push('');
  }
  if ((file.failed > 0 || file.name === UNKNOWN) && file.output.trim() !== '') {
    lines.push('     it printed:', indent(withoutRoot(file.output.trimEnd())), '');
  }
  return `${lines.join('\n')}\n`;
}

function seconds(ms) {
  return `${(ms / 1000).toFixed(2).padStart(7)} s`;
}

function indent(text) {
  return text.replaceAll(/^/gm, '       ');
}

/** Where this checkout lies is nobody's business in a pasted log. */
function withoutRoot(text) {
  return text.replaceAll(`file://${ROOT}/`, '').replaceAll(`${ROOT}${sep}`, '').replaceAll(ROOT, '.');
}

function total(files) {
  const all = [...files.values()];
  const sum = (pick) => all.reduce((n, file) => n + pick(file), 0);
  return {
    passed: sum((f) => f.passed),
    failed: sum((f) => f.failed),
    skips: all.flatMap((f) => f.skips.map((skip) => ({ ...skip, file: f.name }))),
    files: all.map((f) => ({
      name: f.name,
      passed: f.passed,
      failed: f.failed,
      skipped: f.skips.length,
      ms: f.ms,
    })),
  };
}
