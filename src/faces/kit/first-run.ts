/** Why a founding did not go through, or stopped on the way. */
export type FoundingFault =
  | { readonly kind: 'note-damaged'; readonly file: string }
  | { readonly kind: 'another-begun'; readonly folder: string }
  | { readonly kind: 'another-place' }
  | { readonly kind: 'not-taken' }
  | { readonly kind: 'invitation-refused' };
