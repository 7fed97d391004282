import { storeContract } from '../../ports/store.contract.ts';
import { storeMemory } from './store-memory.ts';

storeContract('store-memory', storeMemory);
