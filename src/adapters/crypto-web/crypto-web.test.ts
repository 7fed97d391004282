import { cryptoContract } from '../../ports/crypto.contract.ts';
import { cryptoWeb } from './crypto-web.ts';

cryptoContract('crypto-web on WebCrypto of Node', cryptoWeb());
