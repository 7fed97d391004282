import { cryptoContract } from '../../ports/crypto.contract.ts';
import { cryptoNode } from './crypto-node.ts';

cryptoContract('crypto-node', cryptoNode());
