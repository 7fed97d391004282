import { tileFilesContract } from '../../ports/tile-files.contract.ts';
import { tileMemory } from './tile-memory.ts';

tileFilesContract('tile-memory', () => tileMemory());
