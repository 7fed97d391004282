import type { FileFault, FileSpot } from '../../base/file-spot.ts';
import { faultShown } from './fault-shown.ts';

/** What somebody else found wrong in a file that was read, with the line and column of the field or of what should hold it. */
export function faultAt(root: FileSpot, file: string, field: string, why: string): FileFault {
  const { line, column } = spotAt(root, field);
  return faultShown({ file, line, column, field, why });
}

/** The place a path such as `cells[2].homes` leads to, or the last one on the way that is there. */
function spotAt(root: FileSpot, path: string): FileSpot {
  let spot = root;
  for (const [, name = '', index] of path.matchAll(/([^.[\]]+)|\[(\d+)\]/g)) {
    const next = index === undefined ? fieldOf(spot, name) : itemOf(spot, Number(index));
    if (next === undefined) return spot;
    spot = next;
  }
  return spot;
}

function fieldOf(spot: FileSpot, name: string): FileSpot | undefined {
  return spot.has(name) ? spot.at(name) : undefined;
}

function itemOf(spot: FileSpot, index: number): FileSpot | undefined {
  return spot.isList ? spot.items()[index] : undefined;
}
