import { cryptoContract } from '../../ports/crypto.contract.ts';
import { cryptoSodium } from './crypto-sodium.ts';

cryptoContract('crypto-sodium', cryptoSodium());
