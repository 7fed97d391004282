// The script of a warden's own page. By itself, so that no more comes over a bad line than the page needs.
import { cellScreen } from './cell.ts';
import { startScreen } from './start.ts';

startScreen(cellScreen);
