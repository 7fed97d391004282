// The script of the pages on which a key signs. Without it they show; with it they also act.
import { committeeScreen } from './committee.ts';
import { joinScreen } from './join.ts';
import { startScreen } from './start.ts';

startScreen((page) =>
  document.body.dataset['screen'] === 'join' ? joinScreen(page) : committeeScreen(page),
);
