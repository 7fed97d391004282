#!/usr/bin/env python3
"""Checks evidence bags of Shanyrak: by default the one in whose folder this file lies. Needs Python 3.8 or later and openssl 3.0
or later; asks no network and changes nothing. What it checks stands in docs/record-format.md, "Evidence bag". If you doubt this
copy, take one from elsewhere, or follow "Checking by hand" there. Exit: 0 all is genuine, 1 something is wrong, 2 used wrongly."""
import argparse, base64, calendar, collections, concurrent.futures, functools, hashlib, json, os, pathlib, re, shutil, stat, subprocess, tempfile, time
WORDS = {  # what is wrong with a file, or with an entry
    'signature-wrong': 'its signature does not fit: core, key or signature was changed', 'form': 'is not of the form it must have',
    'path-refused': 'no file of a bag has such a name or size, or it is a link', 'key-refused': 'the key of its author is unsafe',
    'checkpoint-differs': 'is not the checkpoint that the proofs end in', 'listed-differs': 'is not the file that the list names',
    'proof-wrong': 'its proof does not lead from it to the checkpoint', 'core-refused': 'its core breaks the rules of the format',
    'key-not-of-origin': 'is not the key in the name of the log', 'part-refused': 'a part of it is not what its author signed',
    'cosignature-wrong': 'was not signed by a witness it names', 'signature-refused': 'its signature is of an unsafe form',
    'key-not-yours': 'is not of the log whose key you gave', 'id-differs': 'its core and signature give another id',
    'stamp-wrong': 'is no genuine stamp on its checkpoint', 'file-changed': 'was changed: it has another SHA-256',
    'not-consistent': 'is no earlier state of the log', 'not-listed': 'is not in the list of the bag',
    'file-missing': 'is missing, or a file of it', 'other-incident': 'is of another incident',
    'not-signed': 'is not signed by the log', 'file-extra': 'stands in no manifest'}
NOTES = {  # what is to be known beside the verdict, counted
    'unsigned': 'list that no log signed: what was left out cannot be told', 'unwitnessed': 'checkpoints without a known witness',
    'gaps': 'entries whose author wrote one before that is not here', 'unproven': 'entries that no log is proven to have held',
    'sealed': 'sealed parts, for those to check who can open them', 'unstamped': 'proven entries without a later stamp', 'withheld': 'parts that are not here'}
ID, NAME, PART = '[0-9a-f]{64}', '[a-z0-9-]{1,32}', '[a-z][a-z0-9]{0,15}'
PATH, LIST = [re.compile(text.replace('ID', ID).replace('NAME', NAME).replace('PART', PART), re.A) for text in (
    r'bagit\.txt|bag-info\.txt|(?:tag)?manifest-sha256\.txt|verify\.py|data/(?:list\.txt|entries/ID\.(?:json|sig)'
    r'|proofs/ID\.tlog-proof|parts/ID\.PART(?:\.salt|\.age)?|trust/(?:log\.vkey|policy|NAME\.pem)'
    r'|log/checkpoint(?:-[1-9][0-9]{0,3})?(?:\.consistency|\.NAME\.ts[qr])?|account/public\.(?:json|(?:en|kk|ru)\.md))',
    r'shanyrak bag v1\norigin (?=[!-~])((?:shanyrak\.hub/([\w-]{43})(?=[/\n]))?[!-~]*)\nincident (-|[\w-]{16})\naudience (public|readers|lawyer)\n'
    r'((?:entry ID (?:-|0|[1-9][0-9]{0,14}) (?:-|PART(?:,PART)*)\n)*)((?:file ID [!-~]+\n)*)')]
MANIFEST, TAG_MANIFEST, THE_LIST = 'manifest-sha256.txt', 'tagmanifest-sha256.txt', 'data/list.txt'
CHECKPOINT, LOG_KEY, POLICY = 'data/log/checkpoint', 'data/trust/log.vkey', 'data/trust/policy'
CORE_MAX, PART_MAX, SEALED_MAX, FILE_MAX, SEALED_ONLY = 16384, 65536, 72080, 128 << 20, ('home', 'hurt', 'identity', 'witness')
def sha256(*parts): return hashlib.sha256(b''.join(parts)).digest()
def text_of(data): return data.decode('utf-8', 'replace')
def to_base64url(data): return base64.urlsafe_b64encode(data).decode().rstrip('=')
def openssl(*args): return subprocess.run(('openssl',) + args, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL)
def unbase64(text, length=None, url=False):
    """The bytes of base64 in its one spelling (base64url is written without padding), or None."""
    try:
        data = base64.b64decode(text + '=' * (-len(text) % 4 if url else 0), b'-_' if url else None, validate=True)
    except ValueError:
        return None
    is_one = text == (to_base64url(data) if url else base64.b64encode(data).decode())
    return data if is_one and length in (None, len(data)) else None
TEMP = tempfile.TemporaryDirectory()
def put(data):
    """The name of a file with this content, for openssl."""
    with tempfile.NamedTemporaryFile(dir=TEMP.name, delete=False) as file:
        file.write(data)
    return file.name
# --- Ed25519 (RFC 8032): what is refused beforehand, and the verifying ---
P, L = 2**255 - 19, 2**252 + 27742317777372353535851937790883648493
D, ORDER_8 = -121665 * pow(121666, P - 2, P) % P, 0x05fc536d880238b13933c6d305acdfd5f098eff289f4c345b027b2c28f95e826
def is_unsafe(point):
    """Whether an encoded point is not in canonical form, or one of the points of order 1, 2, 4 or 8."""
    y = int.from_bytes(point, 'little') & (2**255 - 1)
    return y >= P or y in (0, 1, P - 1, ORDER_8, P - ORDER_8)
def is_bad_signature(s): return len(s) != 64 or int.from_bytes(s[32:], 'little') >= L or is_unsafe(s[:32])
@functools.lru_cache(None)
def is_bad_key(key):
    """Unsafe, not on the curve, or with a torsion part, on which verifiers disagree: L times it is not the neutral point."""
    y = int.from_bytes(key, 'little') & (2**255 - 1)
    if is_unsafe(key) or pow((y * y - 1) * (D * y * y + 1), (P - 1) // 2, P) != 1:
        return True
    u = (1 + y) * pow(1 - y, P - 2, P) % P
    p, q = (1, 0), (u, 1)
    for bit in bin(L)[2:]:  # the Montgomery ladder of RFC 7748, section 5
        x, z = p if bit == '0' else q
        aa, bb, da, cb = (x + z) ** 2, (x - z) ** 2, (q[0] - q[1]) * (p[0] + p[1]), (q[0] + q[1]) * (p[0] - p[1])
        double, both = (aa * bb % P, (aa - bb) * (aa + 121665 * (aa - bb)) % P), ((da + cb) ** 2 % P, u * (da - cb) ** 2 % P)
        p, q = (double, both) if bit == '0' else (both, double)
    return p[1] != 0
@functools.lru_cache(None)
def is_genuine(key, message, signature):
    der = put(bytes.fromhex('302a300506032b6570032100') + key)
    return openssl('pkeyutl', '-verify', '-rawin', '-pubin', '-keyform', 'DER', '-inkey', der, '-in', put(message),
                   '-sigfile', put(signature)).returncode == 0
TRIAL = ('3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c', '72', '92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762'
         '223ebdb69da085ac1e43e15996e458f3613d0f11d8c387b2eaeb4302aeeb00d291612bb0c00')  # RFC 8032, 7.1, test 2
# --- A core: canonical JSON (RFC 8785) of the record's subset. What its other fields say is for its readers ---
def is_plain(value, depth=0):
    """No null, no fraction, no integer beyond 2^53-1, plain keys, well-formed text, nesting up to 8."""
    if isinstance(value, dict) and not all(re.fullmatch('[a-z][A-Za-z0-9_]{0,31}', key) for key in value): return False
    if isinstance(value, (dict, list)):
        return depth <= 8 and all(is_plain(v, depth + 1) for v in (value.values() if isinstance(value, dict) else value))
    is_good = not re.search('[\ud800-\udfff]', value) if isinstance(value, str) else isinstance(value, int) and abs(value) < 2**53
    return depth <= 8 and is_good
def core_of(data):
    try:
        text = data.decode('utf-8') if len(data) <= CORE_MAX else ''
        core = json.loads(text)
    except (ValueError, RecursionError):
        return None
    # A duplicate key, white space, another number form or order of keys (all ASCII here) prints differently.
    is_canonical = is_plain(core) and json.dumps(core, ensure_ascii=False, separators=(',', ':'), sort_keys=True) == text
    if not is_canonical or not isinstance(core, dict) or set(core) != set('v a i s p k at b re parts'.split()): return None
    values = [(core['a'], 32), (core['i'], 12)] + [(c, 32) for c in (core['parts'].values() if isinstance(core['parts'], dict) else [0])]
    is_good = len(values) <= 10 and all(isinstance(value, str) and unbase64(value, length, True) for value, length in values)
    return core if is_good and type(core['v']) is int and core['v'] == 1 else None
# --- The log (RFC 6962; C2SP signed-note, tlog-checkpoint, tlog-cosignature, tlog-proof), and stamps (RFC 3161) ---
def root_by(index, size, leaf, path):
    """The root to which an inclusion proof leads from the hash of a leaf, or None."""
    if size <= 1 or not path or index >= size:
        return leaf if size == 1 and not path else None
    half = 1 << (size - 1).bit_length() - 1
    node = root_by(index, half, leaf, path[:-1]) if index < half else root_by(index - half, size - half, leaf, path[:-1])
    return node and (sha256(b'\1', node, path[-1]) if index < half else sha256(b'\1', path[-1], node))
def roots_by(old, new, path, root=None):
    """The roots of the first `old` leaves and of all `new`, to which a consistency proof leads, or None."""
    if old == new or new <= 1 or not path:
        node = root if root or not path else path[0]
        return (node, node) if old == new > 0 and node and len(path) == (0 if root else 1) else None
    half = 1 << (new - 1).bit_length() - 1
    roots = roots_by(old, half, path[:-1], root) if old <= half else roots_by(old - half, new - half, path[:-1])
    if roots is None or old <= half:
        return roots and (roots[0], sha256(b'\1', roots[1], path[-1]))
    return sha256(b'\1', path[-1], roots[0]), sha256(b'\1', path[-1], roots[1])
def note_of(data):
    """The text of a signed note and its lines (name, key id in hex, signature), or None."""
    text, _, after = text_of(data).rpartition('\n\n')
    lines = [re.fullmatch('\u2014 ([^\\s+]+) (\\S+)', line) for line in after.split('\n')[:-1]]
    values = [unbase64(line.group(2)) or b'' if line else b'' for line in lines]
    is_good = text and lines and after[-1] == '\n' and min(map(len, values)) > 4 and not re.search('[\0-\x09\x0b-\x1f\ufffd]', text + after)
    return (text + '\n', [(line.group(1), value[:4].hex(), value[4:]) for line, value in zip(lines, values)]) if is_good else None
def checkpoint_of(data, origin):
    """Size, root, and the note they stand in, or None."""
    note = note_of(data)
    lines = note[0].split('\n')[:-1] if note else ['']
    is_good = '' not in lines and lines[0] == origin and len(lines) > 2 and re.fullmatch('0|[1-9][0-9]{0,14}', lines[1])
    return (int(lines[1]), unbase64(lines[2]), note) if is_good and unbase64(lines[2], 32) else None
def hashes_of(text):
    hashes = [unbase64(line, 32) for line in text.split('\n')[:-1]]
    return None if None in hashes or text[-1:] not in ('', '\n') else hashes
def key_of(vkey):
    """Name, key id in hex, type and key of a verifier key; None when it is none of an Ed25519 key."""
    name, _, rest = vkey.partition('+')
    typed = unbase64(rest[9:]) or b''
    is_good = rest[:9] == sha256(name.encode() + b'\n', typed)[:4].hex() + '+' and len(typed) == 33 and not is_unsafe(typed[1:])
    return (name, rest[:8], typed[0], typed[1:]) if is_good else None
@functools.lru_cache(None)
def stamp_time(*contents):
    """When an authority stamped a file, checked by openssl as of that moment; None when it did not."""
    data, tsr, pem = map(put, contents)
    said = re.search(rb'Time stamp: (\w+ +\d+ [\d:]+)[.\d]* (\d+)', openssl('ts', '-reply', '-in', tsr, '-text').stdout)
    at = calendar.timegm(time.strptime(b' '.join(said.groups()).decode(), '%b %d %H:%M:%S %Y')) if said else 0
    how = ('-in', tsr, '-CAfile', pem, '-untrusted', pem, '-partial_chain', '-attime', str(at))
    return at if said and openssl('ts', '-verify', '-data', data, *how).returncode == 0 else None
class Bag:
    """What was found in a folder: pairs of a file, or the id of an entry, and a code."""
    def __init__(self, folder):
        self.folder, self.files, self.parts = folder, set(), collections.defaultdict(set)
        self.origin, self.found, self.checks, self.stamps, self.notes = '-', set(), [], [], dict.fromkeys(NOTES, 0)
        for path in (os.path.join(where, name) for where, folders, files in os.walk(folder) for name in folders + files):
            kind, shown = os.lstat(path), os.path.relpath(path, folder).replace(os.sep, '/')
            if stat.S_ISREG(kind.st_mode) and PATH.fullmatch(shown) and kind.st_size <= FILE_MAX:
                self.files.add(shown)
                if shown.startswith('data/parts/'):
                    self.parts[shown[11:75]].add(shown.split('.')[1])
            elif not stat.S_ISDIR(kind.st_mode):
                self.wrong('path-refused', shown)
    def wrong(self, code, at, is_wrong=True):
        entry = re.match('data/(?:entries|parts|proofs)/(%s)[.]' % ID, at)
        if is_wrong: self.found.add((entry.group(1) if entry else re.sub('[^!-~]+', '?', at)[:120], code))
    def read(self, path):
        self.wrong('file-missing', path, path not in self.files)
        return pathlib.Path(self.folder, path).read_bytes() if path in self.files else b''
    def check_lines(self, code, at, note, key, is_timed=False):
        """Every line of a key under a note must be true; gives how many there are. A witness also signs the time it states."""
        lines = [value for name, key_id, value in note[1] if key and (name, key_id) == key[:2]]
        for value in lines:
            said = b'cosignature/v1\ntime %d\n' % int.from_bytes(value[:8], 'big') if is_timed else b''
            self.check_later(code, at, key[3], said + note[0].encode(), value[8:] if is_timed else value)
        return len(lines)
    def check_later(self, code, at, key, message, signature):
        self.wrong(code, at, is_bad_signature(signature) or is_bad_key(key))
        self.checks.append((code, at, (key, message, signature)))
    def check(self, your_key):
        note = note_of(data := self.read(THE_LIST))
        match = LIST.fullmatch(note[0] if note else text_of(data))
        rows, files = [[line.split(' ')[1:] for line in match.group(n).split('\n')[:-1]] if match else [] for n in (5, 6)]
        names = [row[0] for row in rows], [row[1] for row in rows if row[1] != '-'], [row[1] for row in files]
        if match is None or any(len(set(each)) < len(each) for each in names) or match.group(1) == '-' and (names[1] or note) or note and len(note[1]) > 1:
            self.wrong('form', THE_LIST)
        else:
            self.origin, key, incident, audience = match.group(1, 2, 3, 4)
            self.check_listed({path: digest for digest, path in files}, set(names[0]), audience == 'public')
            typed = b'\1' + (unbase64(key or '', 32, True) or b'')
            key_id = sha256(self.origin.encode() + b'\n', typed)[:4].hex()
            vkey = '%s+%s+%s' % (self.origin, key_id, base64.b64encode(typed).decode())
            self.wrong('key-not-yours', THE_LIST, your_key not in (None, vkey))
            if self.origin != '-': self.check_log(vkey, note, {row[0]: int(row[1]) for row in rows if row[1] != '-'})
            before = {row[0]: self.check_entry(row[0], set(row[2].split(',')) - {'-'}, incident) for row in rows if audience != 'public'}
            self.notes.update(unsigned=int(note is None), unproven=len(rows) - len(names[1]),
                              gaps=sum(not ids <= {'', *before} for ids in before.values()))
        self.check_manifests()
        with concurrent.futures.ThreadPoolExecutor() as pool:
            for (code, at, _), good in zip(self.checks, pool.map(lambda check: is_genuine(*check[2]), self.checks)):
                self.wrong(code, at, not good)
    def check_manifests(self):
        """BagIt 1.0 (RFC 8493): every file stands in its manifest as it is, and every file of a manifest is here."""
        for name in (MANIFEST, TAG_MANIFEST):
            here = {path for path in self.files if path.startswith('data/') == (name == MANIFEST)} - {TAG_MANIFEST}
            *lines, end = text_of(self.read(name)).split('\n')
            rows = [re.fullmatch('([0-9a-f]{64})[ \t]+(\\S.*)', line) for line in lines]
            listed = {row.group(2): row.group(1) for row in rows if row}
            self.wrong('form', name, end or len(listed) < len(lines))
            for path in here | set(listed):
                is_named = PATH.fullmatch(path) and path.startswith('data/') == (name == MANIFEST)
                self.wrong('path-refused', path, not is_named)
                self.wrong('file-extra', path, path not in listed)
                is_whole = is_named and path in listed and sha256(self.read(path)).hex() == listed[path]
                self.wrong('file-changed', path, is_named and path in listed and path in self.files and not is_whole)
    def check_listed(self, listed, ids, is_public):
        """What no id, commitment, signature or proof ties, the list names with its hash; and nothing else is here."""
        for path, digest in listed.items():
            self.wrong('listed-differs', path, sha256(self.read(path)).hex() != digest and path in self.files)
        for path in self.files - set(listed) - {MANIFEST, TAG_MANIFEST, THE_LIST}:
            entry = re.match('data/(?:%sproofs)/(%s)[.]' % ('' if is_public else 'entries|parts|', ID), path)
            self.wrong('not-listed', path, entry is None or entry.group(1) not in ids or path.endswith('.age'))
    def check_log(self, vkey, note, indexes):
        key, newest = key_of(vkey), checkpoint_of(self.read(CHECKPOINT), self.origin)
        self.wrong('key-not-of-origin', LOG_KEY, text_of(self.read(LOG_KEY)).split('\n')[0] != vkey or key is None)
        self.wrong('not-signed', THE_LIST, note and not self.check_lines('not-signed', THE_LIST, note, key))
        policy = text_of(self.read(POLICY)) if POLICY in self.files else ''
        witnesses = [w for w in map(key_of, re.findall(r'(?m)^[ \t]*witness[ \t]+\S+[ \t]+(\S+)', policy)) if w and w[2] == 4]
        for path in {re.match(CHECKPOINT + r'(-\d+)?|', path).group() for path in self.files} - {''} | {CHECKPOINT}:
            state = checkpoint_of(data := self.read(path), self.origin)
            self.wrong('form', path, state is None)
            if state is None: continue
            self.wrong('not-signed', path, not self.check_lines('not-signed', path, state[2], key))
            cosigned = [self.check_lines('cosignature-wrong', path, state[2], witness, True) for witness in witnesses]
            self.notes['unwitnessed'] += not sum(cosigned)
            hashes = hashes_of(text_of(self.read(path + '.consistency'))) if path != CHECKPOINT else []
            roots = roots_by(state[0], newest[0], hashes, state[1]) if newest and hashes is not None else None
            self.wrong('not-consistent', path, path != CHECKPOINT and newest and roots != (state[1], newest[1]))
            for stem in {file[:-4] for file in self.files if re.fullmatch(re.escape(path) + r'\.[a-z0-9-]+\.ts[qr]', file)}:
                pem = 'data/trust/%s.pem' % stem[len(path) + 1:]
                self.read(stem + '.tsq')  # the question, kept for completeness: the answer holds without it
                at = stamp_time(data, self.read(stem + '.tsr'), self.read(pem))
                if (pem, 'listed-differs') in self.found: continue  # by other certificates nothing is judged
                self.wrong('stamp-wrong', stem + '.tsr', at is None)
                self.stamps += [(at, state[0])] if at is not None else []
        self.notes['unstamped'] = sum(index >= max([size for _, size in self.stamps], default=0) for index in indexes.values())
        ending = self.read(CHECKPOINT)
        proofs = {name: self.read('data/proofs/%s.tlog-proof' % name).partition(b'\n\n') for name in indexes}
        others = {name for name, (_, _, checkpoint) in proofs.items() if checkpoint != ending}
        self.wrong('checkpoint-differs', CHECKPOINT, others and len(others) == len(proofs))
        for name, (head, _, _) in proofs.items():
            match = re.fullmatch(r'c2sp\.org/tlog-proof@v1\nindex %d\n((?:\S+\n)*)' % indexes[name], text_of(head) + '\n')
            hashes = hashes_of(match.group(1)) if match else None
            is_led = newest is None or name in others or hashes is not None and newest[1] == root_by(
                indexes[name], newest[0], sha256(b'\0', bytes.fromhex(name)), hashes)
            is_other = name in others and not 1 < len(others) == len(proofs)  # where all end elsewhere, it is not they
            self.wrong('proof-wrong', name, hashes is None or not is_led or is_other)
    def check_entry(self, name, parts, incident):
        """The ids that its author says to have written before it."""
        data, signature = self.read('data/entries/%s.json' % name), self.read('data/entries/%s.sig' % name)
        signed = b'DSSEv1 38 application/vnd.shanyrak.entry.v1+json %d %b' % (len(data), data)
        core = core_of(data)
        self.wrong('id-differs', name, sha256(signed, signature).hex() != name)
        self.wrong('signature-refused', name, is_bad_signature(signature))
        self.wrong('not-listed', name, self.parts[name] - parts)
        if core is None: return self.wrong('core-refused', name) or set()
        key = unbase64(core['a'], 32, True)
        self.wrong('key-refused', name, is_bad_key(key))
        self.wrong('other-incident', name, core['i'] != incident)
        if not is_bad_signature(signature) and not is_bad_key(key): self.check_later('signature-wrong', name, key, signed, signature)
        for part in parts:
            self.wrong('part-refused', name, not self.is_part(name, part, core['parts'].get(part)))
        self.notes['withheld'] += len(set(core['parts']) - parts)
        return set(map(str, core['p'] if isinstance(core['p'], list) else [core['p']]))
    def is_part(self, name, part, commitment):
        path = 'data/parts/%s.%s' % (name, part)
        if path + '.age' in self.files:  # what is inside, only those who can open it can check
            self.notes['sealed'] += 1
            sealed, is_double = self.read(path + '.age'), self.files & {path, path + '.salt'}
            is_age = sealed.startswith(b'age-encryption.org/v1') and len(sealed) <= SEALED_MAX
            return is_age and not is_double and part != 'body' and commitment is not None
        text, salt = self.read(path), self.read(path + '.salt')
        is_whole = len(salt) == 16 and len(text) <= PART_MAX and text.decode('utf-8', 'ignore').encode() == text
        return is_whole and part not in SEALED_ONLY and to_base64url(sha256(b'shanyrak part v1\n', salt, text)) == commitment
def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument('bags', nargs='*', metavar='BAG', default=[os.path.dirname(os.path.abspath(__file__))])
    parser.add_argument('--json', action='store_true', help='one line of JSON for each bag')
    parser.add_argument('--log-key', metavar='VKEY', help='the key the log must have, where you know it from elsewhere')
    asked, is_all_good = parser.parse_args(), True
    if not shutil.which('openssl') or not is_genuine(*map(bytes.fromhex, TRIAL)): parser.error('needs openssl 3.0 or later')
    for folder in asked.bags:
        bag = Bag(folder if os.path.isdir(folder) else parser.error('there is no folder ' + folder))
        bag.check(asked.log_key)
        found, is_all_good = sorted(bag.found), is_all_good and not bag.found
        lines = ['WRONG: %s%s: %s' % ('entry ' if re.fullmatch(ID, at) else '', at, WORDS[code]) for at, code in found]
        verdict = '%d things are wrong' % len(found) if found else 'OK: all that is here is genuine'
        lines.append('; '.join([verdict] + ['%d %s' % (n, NOTES[note]) for note, n in bag.notes.items() if n]))
        lines += ['The log is %s: compare it with what you know of the hub.' % bag.origin] if bag.origin != '-' else []
        lines += [time.strftime('By %Y-%m-%d %H:%M:%S UTC a stamp saw ', time.gmtime(at)) + '%d entries' % n for at, n in sorted(bag.stamps)]
        said = {'bag': folder, 'ok': not found, 'findings': [{'at': at, 'code': code} for at, code in found], 'notes': bag.notes}
        print(json.dumps(said) if asked.json else '\n'.join(lines))
    return 0 if is_all_good else 1
if __name__ == '__main__': raise SystemExit(main())
