import { wallToCivil } from '../../base/wall.ts';
import type { Wall } from '../../base/wall.ts';

/** `2031-05-17 05:30`: what runs for days is not told by the hour alone. */
export function dayAndTime(at: Wall): string {
  const { year, month, day, hour, minute } = wallToCivil(at);
  const two = (n: number): string => String(n).padStart(2, '0');
  return `${year}-${two(month)}-${two(day)} ${two(hour)}:${two(minute)}`;
}
