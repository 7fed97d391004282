/**
 * Age files for the vectors, made once: sealing draws at random, so they cannot be made anew from a label. Both
 * hold the salt `bytesFor('sealed salt', 16)` and a text, sealed to the recipient of this identity. It guards nothing.
 */
export const SEALED_IDENTITY = 'AGE-SECRET-KEY-179LWWTK5NXYFWK9352Z9UH9EQE3JMR7XN84EE4CFJKSK9UEUS7VQEK8R4M';
export const SEALED_RECIPIENT = 'age1cmwurq440g7yek8z2sa5h9txxtalhlrrxrlgurw6ayq4a7hzxd6qwh04rl';
export const SEALED_TEXT = '{"words":"I saw who gave the order"}';
export const OTHER_TEXT = '{"words":"I saw nothing"}';

/** Holds `SEALED_TEXT`. */
export const SEALED_FILE: string =
  'YWdlLWVuY3J5cHRpb24ub3JnL3YxCi0-IFgyNTUxOSAzRTE0SDdsYyt0TnhBeDVnbkdJMjBBMGR0Y2hkNFozeG1BY3I3TmpibVdN' +
  'CitUL1c3SXBtbVpBcXVtWFlBUGgyMXZmcUhWWnRrQ3ljK3doMVVxc08wK3cKLS0tIDBMUEFGc1o3cFpGWXR6N09TbU9hb0xhaFF0' +
  'RWZKdDMwOVlpRVZSSHhqSFUKAt9-i08c-F_EtCoqOtSXlA0Q-UuG4SduBFdjjYdgJJNCNkk0XAKTi1zNXx-qga0rLoNJ68YpoIT-' +
  '3EQefayzMKflHQMVspZr9BuH4OXGYAb9yYN4';

/** Holds `OTHER_TEXT`. */
export const OTHER_FILE: string =
  'YWdlLWVuY3J5cHRpb24ub3JnL3YxCi0-IFgyNTUxOSBCcVlUc215dklaZjZjMC9HWVZPSXdVSHhOWFV5K3pNd2ppNFFGeU1OZXo0' +
  'CmR3UDJYc0xtZ3lnaGE4Y29jMGF5Z3drUzJRWVdGb3Z2Z040akdUVkZsRDAKLS0tIEFyV0JPVkF6Zm5JdmZUL2p3cjFjc0hKOWhh' +
  'NTJMVVRQQ0dTNE11NHF5cU0KvGWdQIsZkN5SFMhl9_X7DtErqCe3v9y_t23AJgpNkbwECLyLmqGLBA_zs7es6K806ggBKuTbAaRd' +
  'Lc90wJP1T6l3PkiC8fYxYA';
