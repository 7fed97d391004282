/**
 * That a hub is well, said to another hub. `word`: what the other one asked to hear with this beat, so that none can be said twice;
 * empty where it has not asked yet. `everySeconds`: how soon the next is to be expected.
 */
export type Beat = { readonly word: string; readonly everySeconds: number };

/**
 * What became of it. `heard`: `word` is for the next. `asked`: it is not counted, the other one wants to hear it with this word.
 * `refused`: there is nobody who knows us. `silent`: no answer, or none that means anything.
 */
export type BeatAnswer =
  | { readonly kind: 'heard' | 'asked'; readonly word: string }
  | { readonly kind: 'refused' | 'silent' };

/** Another hub, to which this one says that it is well. It tries once, keeps no state and throws nothing. */
export type Peer = {
  readonly beat: (beat: Beat, withinMs: number) => Promise<BeatAnswer>;
  readonly close: () => Promise<void>;
};
