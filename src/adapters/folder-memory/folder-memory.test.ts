import { deviceFolderContract } from '../../ports/device-folder.contract.ts';
import { folderMemory } from './folder-memory.ts';

deviceFolderContract('folder-memory', async () => folderMemory());
