import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { committeeForTests, ok, textIn } from '../../../test/making/committee.ts';
import { newFolder } from '../../../test/sim/temp-folder.ts';
import { sealAge } from '../../adapters/seal-age/seal-age.ts';

const { cli, place } = await committeeForTests();
const sealer = sealAge();

test('a group’s key that a member made counts once a keyholder agrees who did not let that member in', async () => {
  const medic = await place.member('medic');
  const [members, out] = [join(newFolder(), 'medics'), join(newFolder(), 'key.shanyrak')];
  writeFileSync(members, `${await sealer.recipientOf(await sealer.newIdentity())}\n`);
  const signed = ['--key', join(medic, 'place.key'), '--at', '2031-05-17T10:30', '--out', out];
  const made = ok(
    await cli.run('group', 'new', 'medic', '--number', '1', '--to', members, ...signed, '--json'),
  );
  const recipient = textIn(made.out, 'recipient');
  ok(await cli.run('post', '--to', place.disk.write, out));
  assert.match(
    await place.people(),
    new RegExp(`group-key medic 1 ${recipient}: said by \\S{43}; needs one more keyholder`),
  );
  assert.doesNotMatch(await place.people(), /Keys of groups/);
  const agree = (n: number, to: string): ReturnType<typeof cli.run> =>
    cli.run('group', 'agree', 'medic', '--number', '1', '--recipient', to, ...place.as(n));
  // Keyholder 2 let the medic in: one hand.
  assert.match(ok(await agree(2, recipient)).out, /^Kept\. One more must say so: keyholder/);
  assert.doesNotMatch(await place.people(), /Keys of groups/);
  const slip = await agree(
    3,
    recipient.replace(/.$/, (last) => (last === 'q' ? 'p' : 'q')),
  );
  assert.equal(slip.code, 2);
  assert.match(slip.err, /compare each letter with a member/);
  assert.equal(ok(await agree(3, recipient)).out, 'Done.\n');
  assert.match(await place.people(), new RegExp(`Keys of groups:\\n  medic, key 1: ${recipient}\\n`));
  const late = await agree(4, recipient);
  assert.equal(late.code, 1);
  assert.match(late.out, /two have agreed on a key of that group with this number/i);
});
