import type { Json } from '../../base/canonical-json.ts';
import type { Standby } from '../../situation/standbys.ts';
import type { People } from '../../situation/people.ts';

/**
 * Who may speak as what, for those who keep the place log. Grants are counted by role and cell, and listed by key. `standbys`:
 * why people are asked to be ready, where the hub tells it.
 */
export function peopleJson(people: People, standbys?: readonly Standby[]): Json {
  const {
    founding,
    keyholders,
    grants,
    revoked,
    invitations,
    pending,
    incidents,
    refused,
    erasures,
    groupKeys,
  } = people;
  return {
    ...(founding && { settlement: founding.settlement, languages: [...founding.languages] }),
    keyholders: keyholders.map(({ n, key, next, state }) => ({ n, key, next, state })),
    grants: [...grants.values()].map(({ key, slot, role, cell, voucher, from, end }) => ({
      key,
      slot,
      role,
      ...(cell !== undefined && { cell }),
      voucher,
      from,
      ...(end && { end: { index: end.index, why: end.why } }),
    })),
    revoked: [...revoked].map(([key, { from }]) => ({ key, from })),
    invitations: invitations.map(({ role, cell, until, by }) => ({
      role,
      ...(cell !== undefined && { cell }),
      until,
      by,
    })),
    pending: pending.map(({ matter, said, needs }) => ({
      matter: { ...matter },
      said: said.map(({ by, n }) => ({ by, ...(n !== undefined && { n }) })),
      needs: [...needs],
    })),
    incidents: [...incidents.values()].map((incident) => ({ ...incident })),
    erasures: erasures.map(({ id, what, ground, office }) => ({ id, what, ground, office })),
    groupKeys: groupKeys.map(({ role, number, recipient }) => ({ role, number, recipient })),
    ...(standbys && {
      standbys: standbys.map(({ id, cause, who, incident, due, raisedAt }) => ({
        id,
        cause,
        ...(who !== undefined && { who }),
        ...(incident !== undefined && { incident }),
        ...(due !== undefined && { due }),
        raisedAt,
      })),
    }),
    refused: refused.map(({ entry, reason, target }) => ({
      entry,
      reason,
      ...(target !== undefined && { target }),
    })),
  };
}
