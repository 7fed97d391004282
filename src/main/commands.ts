import { clockSystem } from '../adapters/clock-system/clock-system.ts';
import { machineFacts } from '../adapters/machine-facts/machine-facts.ts';
import type { Command } from '../faces/cli/command.ts';
import { approveCommand } from '../faces/cli/approve.ts';
import { auditCommand } from '../faces/cli/audit.ts';
import { bagCommand } from '../faces/cli/bag.ts';
import { backupCommand } from '../faces/cli/backup.ts';
import { channelCommand } from '../faces/cli/channel.ts';
import { checkInCommand } from '../faces/cli/check-in.ts';
import { doctorCommand } from '../faces/cli/doctor.ts';
import { drillCommand } from '../faces/cli/drill.ts';
import { evidenceCommand } from '../faces/cli/evidence.ts';
import { eraseCommand } from '../faces/cli/erase.ts';
import { exportCommand } from '../faces/cli/export.ts';
import { feedCommand } from '../faces/cli/feed.ts';
import { logCommand } from '../faces/cli/log.ts';
import { fsckCommand } from '../faces/cli/fsck.ts';
import { groupCommand } from '../faces/cli/group.ts';
import { alarmCommand } from '../faces/cli/alarm.ts';
import { incidentCommand } from '../faces/cli/incident.ts';
import { inviteCommand } from '../faces/cli/invite.ts';
import { joinCommand } from '../faces/cli/join.ts';
import { keyActCommands } from '../faces/cli/key-acts.ts';
import { keyCommand } from '../faces/cli/key.ts';
import type { Papers } from '../faces/cli/papers.ts';
import { peerCommand } from '../faces/cli/peer.ts';
import { peopleCommand } from '../faces/cli/people.ts';
import { placeCommand } from '../faces/cli/place.ts';
import { postCommand } from '../faces/cli/post.ts';
import { reachCommand } from '../faces/cli/reach.ts';
import { restoreCommand } from '../faces/cli/restore.ts';
import { rotateCommand } from '../faces/cli/rotate.ts';
import { rollbackCommand } from '../faces/cli/rollback.ts';
import { slotsCommand } from '../faces/cli/slots.ts';
import { subscribeLinkCommand } from '../faces/cli/subscribe-link.ts';
import { showCommand } from '../faces/cli/show.ts';
import { stampCommand } from '../faces/cli/stamp.ts';
import { upgradeDoneCommand } from '../faces/cli/upgrade-done.ts';
import { verifyCommand } from '../faces/cli/verify.ts';
import { renderInvitationPaper, renderKeyholderPaper } from '../faces/desk/key-paper.ts';
import { wipeCommand } from '../faces/cli/wipe.ts';
import { witnessCommand } from '../faces/cli/witness.ts';
import { chooseCrypto } from './crypto.ts';
import { dayCommand } from './day.ts';
import { placeEditor } from './edit-place.ts';
import { initCommand } from './init.ts';
import { serveCommand } from './serve.ts';
import { rehearsal } from './drill-rehearsal.ts';

/** The pages the committee prints, as the desk draws them. */
export const PAPERS: Papers = { keyholder: renderKeyholderPaper, invitation: renderInvitationPaper };

/** Every command of the program, in the order of its help. */
export async function allCommands(): Promise<readonly Command[]> {
  const crypto = await chooseCrypto();
  const clock = clockSystem();
  const { now } = clock;
  return [
    initCommand({ crypto, clock, now, papers: PAPERS, onStep: () => {} }),
    serveCommand({ crypto, papers: PAPERS, onStep: () => {} }),
    dayCommand(crypto),
    placeCommand(crypto, placeEditor(crypto)),
    postCommand(crypto),
    showCommand(crypto, now),
    exportCommand(crypto),
    bagCommand(crypto, now, async () => (await import('../adapters/seal-age/seal-file.ts')).sealFileAge),
    verifyCommand(crypto),
    fsckCommand(crypto),
    auditCommand(crypto),
    evidenceCommand(crypto),
    groupCommand(crypto, now, async () => (await import('../adapters/seal-age/seal-age.ts')).sealAge()),
    inviteCommand(crypto, now, PAPERS),
    joinCommand(crypto),
    approveCommand(crypto, now),
    slotsCommand(crypto, now),
    reachCommand(crypto, now),
    subscribeLinkCommand(crypto, now),
    ...keyActCommands(crypto, now),
    rotateCommand(crypto, now, PAPERS),
    wipeCommand(crypto),
    incidentCommand(crypto, now),
    drillCommand(crypto, now, rehearsal(crypto)),
    alarmCommand(crypto, now),
    feedCommand(crypto, now),
    logCommand(crypto),
    checkInCommand(crypto, now),
    eraseCommand(crypto, now),
    peopleCommand(crypto, now),
    channelCommand(crypto, async (settings) => (await import('./roads.ts')).roadsOf(settings)),
    peerCommand(crypto),
    stampCommand(crypto),
    witnessCommand(crypto),
    backupCommand(crypto, now),
    restoreCommand(crypto),
    keyCommand(crypto),
    doctorCommand(crypto, machineFacts()),
    rollbackCommand,
    upgradeDoneCommand,
  ];
}
