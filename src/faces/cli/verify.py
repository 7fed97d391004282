#!/usr/bin/env python3
"""Checks an evidence bag of Shanyrak: python3 verify.py [--json] [--log-key VKEY] [BAG ...]

Without BAG: the folder in which this file lies. Needs Python 3.8 or later and openssl 3.0 or later; it asks no network and
changes nothing. What it checks stands in docs/record-format.md, "Evidence bag". If you doubt this copy, take one from
elsewhere, or follow "Checking by hand" there. Exit: 0 all is genuine, 1 something is wrong, 2 it was used wrongly.
"""
import base64, calendar, collections, concurrent.futures, functools, hashlib, json, os, re, stat, subprocess, sys, tempfile, time

WORDS = {  # what is wrong with a file, or with an entry
    'path-refused': 'no file of a bag is named so or so large, or it is a link', 'file-missing': 'a file of it is missing',
    'file-extra': 'stands in no manifest', 'file-changed': 'was changed: its SHA-256 is not that of the manifest',
    'form': 'is not of the form it must have', 'not-listed': 'is not in the list of the bag',
    'listed-differs': 'is not the file that the list names', 'not-signed': 'is not signed by the log',
    'key-not-of-origin': 'is not the key by which the log is named', 'key-not-yours': 'is not of the log whose key you gave',
    'core-refused': 'its core breaks the rules of the format', 'other-incident': 'is of another incident',
    'key-refused': 'the key of its author is unsafe', 'signature-refused': 'its signature is of an unsafe form',
    'signature-wrong': 'its signature does not fit: core, key or signature was changed',
    'id-differs': 'its core and signature give another id', 'part-refused': 'a part of it is not what its author signed',
    'proof-wrong': 'its proof does not lead from it to the checkpoint', 'not-consistent': 'is no earlier state of the log',
    'checkpoint-differs': 'is not the checkpoint that the proofs end in', 'stamp-wrong': 'is no genuine stamp on its checkpoint',
    'cosignature-wrong': 'has a line of a known witness who did not sign it'}
NOTES = {  # what is to be known beside the verdict, counted
    'unproven': 'entries without proof that a log held them', 'unstamped': 'proven entries that no stamp is later than',
    'gaps': 'entries whose author wrote one before that is not here', 'withheld': 'parts that are not here',
    'sealed': 'sealed parts, which only those who can open them can check', 'unwitnessed': 'checkpoints without a known witness',
    'unsigned': 'list that no log signed, so that it cannot be told what was left out'}
ID, NAME, PART = '[0-9a-f]{64}', '[a-z0-9-]{1,32}', '[a-z][a-z0-9]{0,15}'
PATH, LIST = [re.compile(text.replace('ID', ID).replace('NAME', NAME).replace('PART', PART), re.A) for text in (
    r'bagit\.txt|bag-info\.txt|(?:tag)?manifest-sha256\.txt|verify\.py|data/(?:list\.txt|entries/ID\.(?:json|sig)'
    r'|proofs/ID\.tlog-proof|parts/ID\.PART(?:\.salt|\.age)?|trust/(?:log\.vkey|policy|NAME\.pem)|account/public\.(?:json|(?:en|kk|ru)\.md)'
    r'|log/checkpoint(?:-[1-9][0-9]{0,3})?(?:\.consistency|\.NAME\.ts[qr])?)',
    r'shanyrak bag v1\norigin ([!-~]+)\nincident (-|[\w-]{16})\naudience (public|readers|lawyer)\n'
    r'((?:entry ID (?:-|0|[1-9][0-9]{0,14}) (?:-|PART(?:,PART)*)\n)*)((?:file ID [!-~]+\n)*)')]
TIED = ('manifest-sha256.txt', 'tagmanifest-sha256.txt', 'data/list.txt')  # what the list cannot name
SEALED_ONLY = ('home', 'hurt', 'identity', 'witness')
CORE_MAX, PART_MAX, SEALED_MAX, FILE_MAX = 16384, 65536, 72080, 128 << 20

def sha256(*parts):
    return hashlib.sha256(b''.join(parts)).digest()

def text_of(data):
    return data.decode('utf-8', 'replace')

def to_base64url(data):
    return base64.urlsafe_b64encode(data).decode().rstrip('=')

def unbase64(text, length=None, url=False):
    """The bytes of base64 in its one spelling (base64url is written without padding), or None."""
    try:
        data = base64.b64decode(text + '=' * (-len(text) % 4 if url else 0), b'-_' if url else None, validate=True)
    except ValueError:
        return None
    return data if text == (to_base64url(data) if url else base64.b64encode(data).decode()) and length in (None, len(data)) else None

# --- Ed25519 (RFC 8032): what is refused beforehand, and the verifying ---
P, L = 2**255 - 19, 2**252 + 27742317777372353535851937790883648493
D = -121665 * pow(121666, P - 2, P) % P
ORDER_8 = 0x05fc536d880238b13933c6d305acdfd5f098eff289f4c345b027b2c28f95e826

def is_unsafe(point):
    """Whether an encoded point is not in canonical form, or one of the points of order 1, 2, 4 or 8."""
    y = int.from_bytes(point, 'little') & (2**255 - 1)
    return y >= P or y in (0, 1, P - 1, ORDER_8, P - ORDER_8)

def is_bad_signature(signature):
    return len(signature) != 64 or int.from_bytes(signature[32:], 'little') >= L or is_unsafe(signature[:32])

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

def openssl(*args):
    return subprocess.run(('openssl',) + args, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL)

def with_files(contents, work):
    """What `work` gives for the names of files with these contents."""
    with tempfile.TemporaryDirectory() as folder:
        names = [os.path.join(folder, str(n)) for n in range(len(contents))]
        for name, content in zip(names, contents):
            with open(name, 'wb') as file:
                file.write(content)
        return work(*names)

@functools.lru_cache(None)
def is_genuine(key, message, signature):
    return with_files((bytes.fromhex('302a300506032b6570032100') + key, message, signature), lambda k, m, s: openssl(
        'pkeyutl', '-verify', '-rawin', '-pubin', '-keyform', 'DER', '-inkey', k, '-in', m, '-sigfile', s).returncode == 0)

# --- A core: canonical JSON (RFC 8785) of the record's subset. What its other fields say is for its readers ---
def is_plain(value, depth=0):
    """No null, no fraction, no integer beyond 2^53-1, plain keys, well-formed text, nesting up to 8."""
    if depth > 8 or value is None or isinstance(value, float):
        return False
    if isinstance(value, dict):
        return all(re.fullmatch('[a-z][A-Za-z0-9_]{0,31}', k) and is_plain(v, depth + 1) for k, v in value.items())
    if isinstance(value, list):
        return all(is_plain(v, depth + 1) for v in value)
    return not re.search('[\ud800-\udfff]', value) if isinstance(value, str) else abs(value) < 2**53

def core_of(data):
    try:
        text = data.decode('utf-8') if len(data) <= CORE_MAX else ''
        core = json.loads(text)
    except (ValueError, RecursionError):
        return None
    # A duplicate key, white space, another number form or order of keys (all ASCII here) prints differently.
    if not is_plain(core) or json.dumps(core, ensure_ascii=False, separators=(',', ':'), sort_keys=True) != text:
        return None
    if not isinstance(core, dict) or set(core) != set('v a i s p k at b re parts'.split()) or not isinstance(core['parts'], dict):
        return None
    values = [(core['a'], 32), (core['i'], 12)] + [(value, 32) for value in core['parts'].values()]
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
    if old <= half:
        return roots and (roots[0], sha256(b'\1', roots[1], path[-1]))
    return roots and (sha256(b'\1', path[-1], roots[0]), sha256(b'\1', path[-1], roots[1]))

def note_of(data):
    """The text of a signed note and its lines (name, key id in hex, signature), or None."""
    text, _, after = text_of(data).rpartition('\n\n')
    lines = [re.fullmatch('\u2014 ([^\\s+]+) (\\S+)', line) for line in after.split('\n')[:-1]]
    values = [unbase64(line.group(2)) or b'' if line else b'' for line in lines]
    if not text or not lines or after[-1] != '\n' or min(map(len, values)) < 5 or re.search('[\0-\x09\x0b-\x1f\ufffd]', text + after):
        return None
    return text + '\n', [(line.group(1), value[:4].hex(), value[4:]) for line, value in zip(lines, values)]

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
    def check(data, tsq, tsr, pem):
        said = re.search(rb'Time stamp: (\w+ +\d+ [\d:]+)[.\d]* (\d+)', openssl('ts', '-reply', '-in', tsr, '-text').stdout)
        at = calendar.timegm(time.strptime(b' '.join(said.groups()).decode(), '%b %d %H:%M:%S %Y')) if said else 0
        how = ('-in', tsr, '-CAfile', pem, '-untrusted', pem, '-partial_chain', '-attime', str(at))
        are_good = [openssl('ts', '-verify', *of, *how).returncode == 0 for of in (('-data', data), ('-queryfile', tsq))]
        return at if said and all(are_good) else None
    return with_files(contents, check)

class Bag:
    """What was found in a folder: pairs of a file, or the id of an entry, and a code."""
    def __init__(self, folder):
        self.folder, self.files, self.found, self.checks, self.notes = folder, set(), set(), [], dict.fromkeys(NOTES, 0)
        self.parts = collections.defaultdict(set)
        for path in (os.path.join(where, name) for where, folders, files in os.walk(folder) for name in folders + files):
            kind, shown = os.lstat(path), os.path.relpath(path, folder).replace(os.sep, '/')
            if stat.S_ISREG(kind.st_mode) and PATH.fullmatch(shown) and kind.st_size <= FILE_MAX:
                self.files.add(shown)
                if shown.startswith('data/parts/'):
                    self.parts[shown[11:75]].add(shown.split('.')[1])
            elif not stat.S_ISDIR(kind.st_mode):
                self.wrong('path-refused', shown)

    def wrong(self, code, at):
        entry = re.match('data/(?:entries|parts|proofs)/(%s)[.]' % ID, at)
        self.found.add((entry.group(1) if entry else re.sub('[^!-~]+', '?', at)[:120], code))

    def read(self, path):
        if path not in self.files:
            self.wrong('file-missing', path)
            return b''
        with open(os.path.join(self.folder, path), 'rb') as file:
            return file.read()

    def check_lines(self, code, at, note, key, timed=False):
        """Every line of a key under a note must be true; gives how many there are. A witness also signs the time it states."""
        lines = [value for name, key_id, value in note[1] if key and (name, key_id) == key[:2]]
        for value in lines:
            said = b'cosignature/v1\ntime %d\n' % int.from_bytes(value[:8], 'big') if timed else b''
            signature = value[8:] if timed else value
            self.checks.append((code, at, (key[3], said + note[0].encode(), signature)))
            if is_bad_signature(signature) or is_bad_key(key[3]):
                self.wrong(self.checks.pop()[0], at)
        return len(lines)

    def check(self, your_key):
        data = self.read('data/list.txt')
        note = note_of(data)
        match = LIST.fullmatch(note[0] if note else text_of(data))
        rows, files = [[line.split(' ')[1:] for line in match.group(n).split('\n')[:-1]] if match else [] for n in (4, 5)]
        names = [row[0] for row in rows], [row[1] for row in rows if row[1] != '-'], [row[1] for row in files]
        if match is None or any(len(set(each)) < len(each) for each in names) or match.group(1) == '-' and (names[1] or note):
            self.wrong('form', 'data/list.txt')
        else:
            origin, incident, is_public = match.group(1), match.group(2), match.group(3) == 'public'
            self.check_listed({path: digest for digest, path in files}, set(names[0]), is_public)
            named = re.match(r'shanyrak\.hub/([\w-]{43})(?:/|$)', origin)
            typed = b'\1' + (unbase64(named.group(1), 32, True) or b'') if named else b''
            vkey = '%s+%s+%s' % (origin, sha256(origin.encode() + b'\n', typed)[:4].hex(), base64.b64encode(typed).decode())
            if your_key not in (None, vkey):
                self.wrong('key-not-yours', 'data/list.txt')
            if origin != '-':
                self.check_log(origin, vkey, note, {row[0]: int(row[1]) for row in rows if row[1] != '-'})
            before = {row[0]: self.check_entry(row[0], set(row[2].split(',')) - {'-'}, incident) for row in rows if not is_public}
            self.notes.update(unsigned=int(note is None), unproven=len(rows) - len(names[1]),
                              gaps=sum(not ids <= {'', *before} for ids in before.values()))
        self.check_manifests()
        with concurrent.futures.ThreadPoolExecutor() as pool:
            for (code, at, _), good in zip(self.checks, pool.map(lambda check: is_genuine(*check[2]), self.checks)):
                if not good:
                    self.wrong(code, at)

    def check_manifests(self):
        """BagIt 1.0 (RFC 8493): every file stands in its manifest as it is, and every file of a manifest is here."""
        for name in ('manifest-sha256.txt', 'tagmanifest-sha256.txt'):
            here = {path for path in self.files if path.startswith('data/') == (name[0] == 'm')} - {'tagmanifest-sha256.txt'}
            *lines, end = text_of(self.read(name)).split('\n')
            rows = [re.fullmatch('([0-9a-f]{64})[ \t]+(\\S.*)', line) for line in lines]
            listed = {row.group(2): row.group(1) for row in rows if row}
            if end or len(listed) < len(lines):
                self.wrong('form', name)
            for path in here | set(listed):
                if not PATH.fullmatch(path) or path.startswith('data/') != (name[0] == 'm'):
                    self.wrong('path-refused', path)
                elif path not in listed:
                    self.wrong('file-extra', path)
                elif sha256(self.read(path)).hex() != listed[path] and path in self.files:
                    self.wrong('file-changed', path)

    def check_listed(self, listed, ids, is_public):
        """What no id, commitment, signature or proof ties, the list names with its hash; and nothing else is here."""
        for path, digest in listed.items():
            if sha256(self.read(path)).hex() != digest and path in self.files:
                self.wrong('listed-differs', path)
        for path in self.files - set(listed):
            entry = re.match('data/(entries|parts|proofs)/(%s)[.]' % ID, path)
            is_tied = entry.group(2) in ids and (entry.group(1) == 'proofs' or not is_public) if entry else path in TIED
            if not is_tied or path.endswith('.age'):
                self.wrong('not-listed', path)

    def check_log(self, origin, vkey, note, indexes):
        main, covered, key = 'data/log/checkpoint', 0, key_of(vkey)
        if key is None or text_of(self.read('data/trust/log.vkey')).split('\n')[0] != vkey:
            self.wrong('key-not-of-origin', 'data/trust/log.vkey')
        if note and not self.check_lines('not-signed', 'data/list.txt', note, key):
            self.wrong('not-signed', 'data/list.txt')
        policy = text_of(self.read('data/trust/policy')) if 'data/trust/policy' in self.files else ''
        witnesses = [key_of(word) for word in re.findall(r'(?m)^witness \S+ (\S+)', policy)]
        newest = checkpoint_of(self.read(main), origin)
        for path in {re.match(main + r'(-\d+)?|', path).group() for path in self.files} - {''} | {main}:
            data = self.read(path)
            state = checkpoint_of(data, origin)
            if state is None:
                self.wrong('form', path)
                continue
            if not self.check_lines('not-signed', path, state[2], key):
                self.wrong('not-signed', path)
            self.notes['unwitnessed'] += not sum([
                self.check_lines('cosignature-wrong', path, state[2], w, timed=True) for w in witnesses if w and w[2] == 4])
            hashes = hashes_of(text_of(self.read(path + '.consistency'))) if path != main else []
            if newest and (hashes is None or roots_by(state[0], newest[0], hashes, state[1]) != (state[1], newest[1])) and path != main:
                self.wrong('not-consistent', path)
            for stem in {file[:-4] for file in self.files if re.fullmatch(re.escape(path) + r'\.[a-z0-9-]+\.ts[qr]', file)}:
                others = [self.read(name) for name in (stem + '.tsq', stem + '.tsr', 'data/trust/%s.pem' % stem[len(path) + 1:])]
                if stamp_time(data, *others) is None:
                    self.wrong('stamp-wrong', stem + '.tsr')
                else:
                    covered = max(covered, state[0])
        self.notes['unstamped'] = sum(index >= covered for index in indexes.values())
        self.check_proofs(indexes, newest, self.read(main))

    def check_proofs(self, indexes, newest, ending):
        proofs = {name: self.read('data/proofs/%s.tlog-proof' % name).partition(b'\n\n') for name in indexes}
        others = {name for name, (_, _, checkpoint) in proofs.items() if checkpoint != ending}
        if others and len(others) == len(proofs):
            self.wrong('checkpoint-differs', 'data/log/checkpoint')
        for name, (head, _, _) in proofs.items():
            match = re.fullmatch(r'c2sp\.org/tlog-proof@v1\nindex %d\n((?:\S+\n)*)' % indexes[name], text_of(head) + '\n')
            hashes = hashes_of(match.group(1)) if match else None
            is_led = newest is None or name in others or hashes is not None and newest[1] == root_by(
                indexes[name], newest[0], sha256(b'\0', bytes.fromhex(name)), hashes)
            if hashes is None or not is_led or name in others and not 1 < len(others) == len(proofs):  # where all differ it is not they
                self.wrong('proof-wrong', name)

    def check_entry(self, name, parts, incident):
        """The ids that its author says to have written before it."""
        data, signature = self.read('data/entries/%s.json' % name), self.read('data/entries/%s.sig' % name)
        signed = b'DSSEv1 38 application/vnd.shanyrak.entry.v1+json %d %b' % (len(data), data)
        core = core_of(data)
        key = unbase64(core['a'], 32, True) if core else b''
        good = [self.is_part(name, part, core['parts'].get(part)) for part in parts if core]
        for code, is_wrong in (
                ('id-differs', sha256(signed, signature).hex() != name), ('signature-refused', is_bad_signature(signature)),
                ('core-refused', core is None), ('key-refused', core and is_bad_key(key)), ('part-refused', not all(good)),
                ('other-incident', core and core['i'] != incident), ('not-listed', self.parts[name] - parts)):
            if is_wrong:
                self.wrong(code, name)
        if core is None:
            return set()
        if not is_bad_signature(signature) and not is_bad_key(key):
            self.checks.append(('signature-wrong', name, (key, signed, signature)))
        self.notes['withheld'] += len(set(core['parts']) - parts)
        return set(map(str, core['p'] if isinstance(core['p'], list) else [core['p']]))

    def is_part(self, name, part, commitment):
        path = 'data/parts/%s.%s' % (name, part)
        if path + '.age' in self.files:  # what is inside, only those who can open it can check
            self.notes['sealed'] += 1
            sealed, is_alone = self.read(path + '.age'), not self.files & {path, path + '.salt'}
            return is_alone and part != 'body' and commitment and sealed.startswith(b'age-encryption.org/v1') and len(sealed) <= SEALED_MAX
        text, salt = self.read(path), self.read(path + '.salt')
        is_whole = len(salt) == 16 and len(text) <= PART_MAX and text.decode('utf-8', 'ignore').encode() == text
        return is_whole and part not in SEALED_ONLY and to_base64url(sha256(b'shanyrak part v1\n', salt, text)) == commitment

def main(args):
    is_json, your_key, folders, is_all_good = False, None, [], True
    while args:
        arg = args.pop(0)
        if arg == '--log-key' and args:
            your_key = args.pop(0)
        elif arg == '--json':
            is_json = True
        elif os.path.isdir(arg):
            folders.append(arg)
        else:
            sys.exit(print(__doc__, file=sys.stderr) or 2)
    for folder in folders or [os.path.dirname(os.path.abspath(__file__))]:
        bag = Bag(folder)
        bag.check(your_key)
        found = sorted(bag.found)
        is_all_good = is_all_good and not found
        if is_json:
            print(json.dumps({'bag': folder, 'ok': not found, 'findings': [{'at': at, 'code': code} for at, code in found], 'notes': bag.notes}))
            continue
        for at, code in found:
            print('WRONG: %s%s: %s' % ('entry ' if re.fullmatch(ID, at) else '', at, WORDS[code]))
        print('; '.join(['%d things are wrong' % len(found) if found else 'OK: all that is here is genuine']
                        + ['%d %s' % (count, NOTES[note]) for note, count in bag.notes.items() if count]))
    return 0 if is_all_good else 1

if __name__ == '__main__':
    sys.exit(main(sys.argv[1:]))
