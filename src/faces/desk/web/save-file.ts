const REVOKE_AFTER_MS = 60_000;

/** Gives the browser a file to save. The page does not learn where. */
export function saveFile(
  content: BlobPart,
  { name, type }: { readonly name: string; readonly type: string },
): void {
  const link = document.createElement('a');
  link.href = URL.createObjectURL(new Blob([content], { type }));
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), REVOKE_AFTER_MS);
}
