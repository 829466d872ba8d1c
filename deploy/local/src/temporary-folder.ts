/** A folder for one run that Postgres may enter when it runs as another user than we do. */
import { chmodSync, mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

export function temporaryFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'sluice-'));
  chmodSync(folder, 0o711);
  return folder;
}
